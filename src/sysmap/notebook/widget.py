"""The page as a widget: what a person clicks is `.selected` in Python, and setting `.selected` shows it there.

The widget's own script only hosts the page in a sandboxed frame and passes the selection through, so the widget draws
with the same modules as the page and leaks no style. A widget needs a kernel; saved notebooks show the page
(`sysmap.notebook.show`) instead.
"""

from __future__ import annotations

from typing import Any

from sysmap.core.parts import not_installed
from sysmap.core.problem import Problem, Refused, one_of

__all__ = ["MapWidget", "widget"]

try:
    import anywidget
    import traitlets
except ImportError as missing:
    raise not_installed("notebook", "The widget needs the package anywidget, which is not installed.", "P01") from missing

_HOST = """
export default {
  render({ model, el }) {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.name = "sysmap-host";
    frame.title = model.get("title");
    frame.style.cssText = "width:100%;border:1px solid #8888;border-radius:4px;background:#fff";
    const size = () => { frame.style.height = model.get("height") + "px"; };
    const page = () => { frame.srcdoc = model.get("page"); };
    const told = () => { frame.contentWindow?.postMessage({ sysmap: "select", selected: model.get("_selection") }, "*"); };
    const hear = (event) => {
      if (event.source !== frame.contentWindow || !event.data) return;
      if (event.data.sysmap === "ready") told();
      if (event.data.sysmap === "selected") { model.set("_selection", event.data.selected); model.save_changes(); }
    };
    window.addEventListener("message", hear);
    model.on("change:_selection", told);
    model.on("change:page", page);
    model.on("change:height", size);
    size();
    page();
    el.append(frame);
    return () => window.removeEventListener("message", hear);
  },
};
"""


class MapWidget(anywidget.AnyWidget):
    """A map to look at and to ask what is selected.

    Attributes
    ----------
    selected : id of the selected factor or link, or `None`; set it to show that element, `observe` it to hear of clicks.
    height : in pixels.
    """

    _esm = _HOST
    page = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(600).tag(sync=True)
    _selection = traitlets.Dict(default_value=None, allow_none=True).tag(sync=True)
    selected = traitlets.Unicode(default_value=None, allow_none=True)

    def __init__(self, study: Any, **more: Any) -> None:
        from sysmap.views.file_page import page_of

        self.study = study
        super().__init__(page=page_of(study.project), title=study.title or study.id, **more)

    @traitlets.validate("selected")
    def _known(self, proposal: Any) -> Any:
        id_ = proposal["value"]
        map_ = self.study.map
        if id_ is not None and id_ not in map_.factors and id_ not in map_.links:
            raise Refused(Problem(code="A01", message=f"There is no factor or link {id_}.",
                                  hint=one_of(id_, [*map_.factors, *map_.links])))
        return id_

    @traitlets.observe("selected")
    def _tell(self, change: Any) -> None:
        id_ = change["new"]
        kind = "factor" if id_ in self.study.map.factors else "link"
        self.set_trait("_selection", None if id_ is None else {"kind": kind, "id": id_})

    @traitlets.observe("_selection")
    def _hear(self, change: Any) -> None:
        self.selected = (change["new"] or {}).get("id")


def widget(study: Any, *, height: int = 600) -> MapWidget:
    """A widget of a study; see `MapWidget`."""
    return MapWidget(study, height=height)
