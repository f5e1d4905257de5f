// A pad to draw a digit on. What the network sees are 112 × 112 bytes; the screen shows the same strokes as sharp as it can.

import type { Model, View } from "../base/model.ts";
import { bytesOf } from "../base/shades.ts";
import { Sketch } from "./pad_sketch.ts";
import { renderPad } from "./pad_view.ts";

export interface Traits {
  drawing: DataView;
  label: string;
  update_interval: number;
}

// A function, not an object: anywidget calls it once per model, which is where a sketch belongs.
export default () => {
  let sketch: Sketch;
  return {
    initialize({ model }: { model: Model<Traits> }) {
      sketch = new Sketch(
        (drawing) => {
          model.set("drawing", new DataView(drawing.buffer));
          model.save_changes();
        },
        () => model.get("update_interval"),
      );
      const take = () => sketch.take(bytesOf(model.get("drawing")));
      take();
      model.on("change:drawing", take);
      return () => sketch.stop();
    },
    render({ model, el }: View<Traits>) {
      const pad = renderPad(sketch, el);
      const showLabel = () => pad.name(model.get("label"));
      showLabel();
      model.on("change:label", showLabel);
      return () => {
        model.off("change:label", showLabel);
        pad.stop();
      };
    },
  };
};
