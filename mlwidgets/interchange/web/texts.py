"""What is written for whoever gets the folder of a page."""

from __future__ import annotations

from mlwidgets.language import _

README = _("""{title}

A web page with a neural network in it. Open index.html in a browser: by a double click, or from any web
server. It needs no internet, sends nothing anywhere and keeps nothing.

What is here
  index.html, page.js, style.css   the page
  data.js                          the network and what the page needs to know about it
  tensorflow.js                    TensorFlow.js 4.22.0, with LICENSE-tensorflowjs.txt
  model.json, group1-shard….bin    the same network in TensorFlow.js' own format:
                                   const model = await tf.loadLayersModel('model.json');
  inputs.json, labels.txt          how a visitor's input becomes numbers, and what the outputs mean
  predict.mjs, prepare.mjs         predicts in Node.js, without a browser

To put it on the web, copy the folder to any static host, such as GitHub Pages or Netlify.

To predict from the command line (Node.js 20 or newer), in this folder:
  npm install @tensorflow/tfjs@4.22.0
  node predict.mjs example.json
{ask}
""")

NO_SCRIPT = _("This page computes with JavaScript, which is off.")

ASK = {
    "picture": _("example.json holds a picture: rows of pixels, each 0 to 255 or [red, green, blue]."),
    "row": _("example.json holds a row: each column's name with its value; leave out what is missing."),
    "point": _("example.json holds a point: [x1, x2]."),
    "numbers": _("example.json holds the numbers, by their names."),
}
