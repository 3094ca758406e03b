Creator "a tool on 01/02/2026"
graph
[
  directed 1
  comment "made to try things with"
  node [ id 0 label "New
roads" graphics [ x 10.0 y 20.5 w 100 fill "#ff0000" ] owner "Council" ]
  node [ id 1 label "Traffic &amp; noise" ]
  node [ id 2 label "Health" value 3.5 ]
  edge [ source 0 target 1 label "+" ]
  edge [ source 1 target 2 weight -0.5 ]
  edge [ source 1 target 0 weight 0.25 ]
]
