// What Python and the page say to each other about the map of the plane.

export type Place = [number, number]; // x₁, x₂
export type PartName = "train" | "validation" | "test";
export type Near = [PartName, number] | [];
export type Looking = { place?: Place; near?: Near };
export type Drawn = [number, number, number]; // x₁, x₂ and a class number, or the number to predict

export interface MapFrame {
  serial: number;
  told: boolean;
  moving?: boolean; // the network is being trained
  size?: number;
  classes?: DataView;
  levels?: DataView;
}

export interface PlanePoints {
  classes: string[];
  reach: number;
  parts: { name: PartName; x: DataView; y: DataView }[];
}

export interface Said {
  shares?: (number | null)[];
  number?: number | null;
}

export interface Answer extends Said {
  looking?: Looking;
  point?: Said & { loss: number | null };
}

export interface Traits {
  frame: MapFrame;
  visible: boolean;
  discretize: boolean;
  show_test: boolean;
  can_draw: boolean;
  drawing: boolean;
  points: PlanePoints;
  summary: string;
  looking: Looking;
  answer: Answer;
  drawn: Drawn[];
  draw_numbers: boolean;
  message: string;
}

/** The points of one part, unpacked. */
export interface ShownPart {
  name: PartName;
  x: Float32Array;
  y: Uint8Array | Float32Array;
}
