{{/* Makes the values of the controller's Service and ports what `exposure` stands for; what a user says of them stays. */}}
{{- define "sekisho.exposure" -}}
{{- $controller := .Values.controller -}}
{{- $service := $controller.service -}}
{{- if or (eq .Values.exposure "loadbalancer") (eq .Values.exposure "nodeport") -}}
{{- $_ := set $service "type" (ternary "LoadBalancer" "NodePort" (eq .Values.exposure "loadbalancer")) -}}
{{- $_ := set $service "externalTrafficPolicy" (default "Local" $service.externalTrafficPolicy) -}}
{{- end -}}
{{- if eq .Values.exposure "loadbalancer" -}}
{{- $_ := set $service "loadBalancerClass" (default "sekisho.dev/lb" $service.loadBalancerClass) -}}
{{- end -}}
{{- if eq .Values.exposure "host" -}}
{{- $_ := set $service.external "enabled" false -}}
{{- $_ := set $controller.hostPort "enabled" (not $controller.hostNetwork) -}}
{{- end -}}
{{- end -}}

{{/* Which Services get addresses of AddressPools: `none`, `classed` or `all`. */}}
{{- define "sekisho.loadBalancers" -}}
{{- if .Values.loadBalancers -}}
{{- .Values.loadBalancers -}}
{{- else -}}
{{- ternary "classed" "none" (or .Values.agent.enabled (eq .Values.exposure "loadbalancer") (gt (len .Values.addressPools) 0)) -}}
{{- end -}}
{{- end -}}
