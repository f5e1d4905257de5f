// What anywidget hands to a script: the model that a widget shares with Python, and the element to draw in.
// `Traits` names the widget's synchronised traits with their types; a test compares the names with Python's.

export type CustomMessage = Record<string, unknown>;

export interface Model<Traits extends object> {
  get<Name extends keyof Traits & string>(name: Name): Traits[Name];
  set<Name extends keyof Traits & string>(name: Name, value: Traits[Name]): void;
  set(values: Partial<Traits>): void;
  on(event: `change:${keyof Traits & string}`, call: () => void): void;
  // deno-lint-ignore no-explicit-any -- what Python sends is checked where it is read
  on(event: "msg:custom", call: (content: any, buffers: DataView[]) => void): void;
  // deno-lint-ignore no-explicit-any -- whatever was given to `on`
  off(event: string, call?: (...parts: any[]) => void): void;
  send(content: CustomMessage): void;
  save_changes(): void;
}

export interface View<Traits extends object> {
  model: Model<Traits>;
  el: HTMLElement;
}

/** What a script returns from `render` to free what it holds. */
export type CleanUp = () => void;
