// Search on a site that was opened from disk: browsers start no worker for file: addresses, so its code runs in a hidden frame.
(() => {
  if (location.protocol !== "file:") return
  class FrameWorker extends EventTarget {
    constructor(url) {
      super()
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      document.body.appendChild(this.frame)
      const inside = this.frame.contentWindow
      window.addEventListener("message", (event) => {
        if (event.source !== inside) return
        this.dispatchEvent(new MessageEvent("message", { data: event.data }))
        this.onmessage?.(event)
      })
      inside.document.open()
      inside.document.write("<script>window.postMessage=(data)=>parent.postMessage(data,'*');"
        + "window.importScripts=(...urls)=>urls.reduce((before,url)=>before.then(()=>new Promise((done)=>{"
        + "const script=document.createElement('script');script.src=url;script.onload=done;document.body.appendChild(script)})),"
        + "Promise.resolve())</" + `script><body><script src="${url}"></` + "script>")
      inside.document.close()
      this.ready = new Promise((resolve) => { inside.onload = resolve })
    }
    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) })))
    }
    terminate() { this.frame.remove() }
  }
  window.IFrameWorker = FrameWorker
  window.Worker = FrameWorker
})()
