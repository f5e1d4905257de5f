// Layers of tiles, one below or beside the other. One tile is in the tab order; arrow keys move along a layer and from
// layer to layer; a click, Enter or Space opens a tile. What the opened one looks at is outlined on the layer before.

import { element } from "../base/dom.ts";
import type { Model } from "../base/model.ts";
import type { Tables } from "../base/shades.ts";
import { type LayerElements, type LayerInfo, outline, type Tile } from "./layer_tiles.ts";

/** A tile's layer, group and number, each counted from 0. */
type Place = number[];

export interface Reach {
  layer: number;
  channels: number[];
  box: number[];
}

export interface TileTraits {
  opened: Place; // empty while none is
  reach: Reach | Record<string, never>;
}

export class TileBoard {
  readonly root: HTMLElement;
  private readonly rows: LayerElements[] = [];
  private layers: LayerInfo[] = [];
  private home: Place = [0, 0, 0]; // the tile in the tab order

  constructor(
    className: string,
    private readonly model: Model<TileTraits>,
    private readonly make: (info: LayerInfo, isLast: boolean) => LayerElements,
    private readonly outlines: () => boolean = () => true,
  ) {
    this.root = element("div", className);
    this.root.addEventListener("click", (event) => this.open(event));
    this.root.addEventListener("keydown", (event) => this.move(event));
  }

  /** Show every layer's numbers; elements are made anew only where a layer's form has changed. Say whether any were. */
  show(layers: LayerInfo[], tables: Tables): boolean {
    this.layers = layers;
    let changed = this.rows.length !== layers.length;
    layers.forEach((info, index) => {
      const before = this.rows[index];
      if (!before?.fits(info)) {
        const row = this.make(info, index === layers.length - 1);
        if (before) before.root.replaceWith(row.root);
        else this.root.append(row.root);
        this.rows[index] = row;
        changed = true;
      }
      this.rows[index].show(info, tables);
    });
    while (this.rows.length > layers.length) this.rows.pop()!.root.remove();
    if (!changed) return false;
    this.makeHome(this.tileAt(this.home) ? this.home : this.firstTile());
    this.showOpened();
    this.showReach();
    return true;
  }

  showOpened(): void {
    this.root.querySelector("[aria-current]")?.removeAttribute("aria-current");
    this.tileAt(this.model.get("opened"))?.button.setAttribute("aria-current", "true");
  }

  showReach(): void {
    const { layer, channels, box } = this.model.get("reach");
    this.rows.forEach((row, index) => {
      const size = this.layers[index]?.size ?? [];
      const isHere = index === layer && size.length === 2 && this.outlines();
      row.groups.forEach(({ tiles }) => outline(tiles, isHere ? channels : [0, 0], isHere ? box : null, size));
    });
  }

  /** Put the keyboard on the opened tile, or else on the one in the tab order. */
  focus(): void {
    (this.tileAt(this.model.get("opened")) ?? this.tileAt(this.home))?.button.focus();
  }

  private tileAt([layer, group, tile]: Place): Tile | undefined {
    return this.rows[layer]?.groups[group]?.tiles[tile];
  }

  private placeOf(button: EventTarget | null): Place | null {
    for (const [layer, row] of this.rows.entries()) {
      for (const [group, { tiles }] of row.groups.entries()) {
        const tile = tiles.findIndex((one) => one.button === button);
        if (tile >= 0) return [layer, group, tile];
      }
    }
    return null;
  }

  private makeHome(place: Place): void {
    this.tileAt(this.home)?.button.setAttribute("tabindex", "-1");
    this.home = place;
    this.tileAt(place)?.button.setAttribute("tabindex", "0");
  }

  private firstTile(): Place {
    const layer = this.rows.findIndex(({ groups }) => groups.some(({ tiles }) => tiles.length > 0));
    return layer < 0 ? [0, 0, 0] : [layer, this.rows[layer].groups.findIndex(({ tiles }) => tiles.length > 0), 0];
  }

  private open(event: Event): void {
    const place = this.placeOf((event.target as HTMLElement).closest("button"));
    if (!place) return;
    this.makeHome(place);
    this.model.send({ kind: "reveal", tile: place }); // also when it is open already
    this.model.set("opened", place);
    this.model.save_changes();
  }

  /** The tile of the nearest layer before or after that stands closest to this one on the screen. */
  private across(place: Place, step: number): Place | null {
    const middle = (tile: Tile) => {
      const { left, top, width, height } = tile.button.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    };
    const from = middle(this.tileAt(place)!);
    const groups = this.rows.flatMap((row, layer) =>
      row.groups.map(({ tiles }, group) => ({ tiles, place: [layer, group] }))
    );
    const here = groups.findIndex(({ place: [layer, group] }) => layer === place[0] && group === place[1]);
    const next = groups[here + step];
    if (!next?.tiles.length) return null;
    const distances = next.tiles.map((tile) => {
      const to = middle(tile);
      return this.isSideways ? Math.abs(to.y - from.y) : Math.abs(to.x - from.x);
    });
    return [...next.place, distances.indexOf(Math.min(...distances))];
  }

  /** Whether the layers stand beside each other. */
  private get isSideways(): boolean {
    const [first, second] = this.rows.map(({ root }) => root.getBoundingClientRect());
    return Boolean(second) && second.top < first.bottom && second.left >= first.right;
  }

  private move(event: KeyboardEvent): void {
    const place = this.placeOf(event.target);
    if (!place || event.altKey || event.ctrlKey || event.metaKey) return;
    const [layer, group, tile] = place;
    const along = (step: number) => [layer, group, tile + step];
    const sideways = this.isSideways;
    const moves: Record<string, () => Place | null> = {
      ArrowLeft: () => sideways ? this.across(place, -1) : along(-1),
      ArrowRight: () => sideways ? this.across(place, 1) : along(1),
      ArrowUp: () => sideways ? along(-1) : this.across(place, -1),
      ArrowDown: () => sideways ? along(1) : this.across(place, 1),
      Home: () => [layer, group, 0],
      End: () => [layer, group, this.rows[layer].groups[group].tiles.length - 1],
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault(); // the page would scroll
    const target = moves[event.key]();
    if (!target || !this.tileAt(target)) return;
    this.makeHome(target);
    this.tileAt(target)!.button.focus();
  }
}
