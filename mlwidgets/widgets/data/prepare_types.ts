// What Python tells of a table and its plan; see prepare_state.py.

/** A value and the words that a menu shows for it. */
export type Option = [string, string];

export interface TableState {
  name?: string;
  rows?: number;
  columns?: { name: string; kinds: Option[]; missing: number; reason: string }[];
}

export interface ColumnState {
  role: string;
  kind: string;
  /** Of each step that applies: the field, its value, and the options. */
  steps: [string, string, Option[]][];
  /** One or two lines: what the steps learned, and what missing values become. */
  learned: string[];
}

export interface SplitState {
  method: string;
  by: string;
  validation: number;
  test: number;
  together: boolean;
  seed: number;
}

export interface PartState {
  name: string;
  rows: number;
  classes: number[];
  words: string;
}

export interface PlanState {
  columns?: ColumnState[];
  split?: SplitState;
  parts?: PartState[];
  classes?: string[];
  leftOut?: number;
  inputs?: number;
  fitted?: string;
}

export interface Followed {
  part?: string;
  place?: number;
  count?: number;
  row?: number;
  /** Of each column its value, what it was filled with, and what the network is given; none if it is not used. */
  cells?: string[][];
}

export interface FindingState {
  severity: string;
  sentence: string;
  label: string;
}

export interface Traits {
  label: string;
  methods: Option[];
  table: TableState;
  plan: PlanState;
  followed: Followed;
  findings: FindingState[];
  problem: string;
  lock: string;
  visible: boolean;
}

export type Send = (message: { kind: string } & Record<string, unknown>) => void;
