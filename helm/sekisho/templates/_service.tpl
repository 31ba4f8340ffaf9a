{{/* One Service. `.root` is the context, `.service` its values, `.shared` those of all Services, `.name` its name. */}}
{{- define "sekisho.service" -}}
{{- $service := .service -}}
{{- $shared := .shared -}}
{{- $balanced := eq $service.type "LoadBalancer" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}
  namespace: {{ include "sekisho.namespace" .root }}
  labels:
    {{- include "sekisho.controllerLabels" .root | nindent 4 }}
    {{- with $service.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with $service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ $service.type }}
  {{- with $service.clusterIP }}
  clusterIP: {{ . | quote }}
  {{- end }}
  {{- with $service.externalIPs }}
  externalIPs:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if $balanced }}
  {{- with $service.loadBalancerIP }}
  loadBalancerIP: {{ . | quote }}
  {{- end }}
  {{- with $service.loadBalancerClass }}
  loadBalancerClass: {{ . }}
  {{- end }}
  {{- with $service.loadBalancerSourceRanges }}
  loadBalancerSourceRanges:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if kindIs "bool" $service.allocateLoadBalancerNodePorts }}
  allocateLoadBalancerNodePorts: {{ $service.allocateLoadBalancerNodePorts }}
  {{- end }}
  {{- if and $service.healthCheckNodePort (eq $service.externalTrafficPolicy "Local") }}
  healthCheckNodePort: {{ $service.healthCheckNodePort }}
  {{- end }}
  {{- end }}
  {{- if and $service.externalTrafficPolicy (ne $service.type "ClusterIP") }}
  externalTrafficPolicy: {{ $service.externalTrafficPolicy }}
  {{- end }}
  {{- with $shared.internalTrafficPolicy }}
  internalTrafficPolicy: {{ . }}
  {{- end }}
  {{- with $shared.sessionAffinity }}
  sessionAffinity: {{ . }}
  {{- end }}
  {{- with $shared.trafficDistribution }}
  trafficDistribution: {{ . }}
  {{- end }}
  {{- with $shared.ipFamilyPolicy }}
  ipFamilyPolicy: {{ . }}
  {{- end }}
  {{- with $shared.ipFamilies }}
  ipFamilies:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  ports:
    {{- range $name := list "http" "https" }}
    {{- if get $shared (printf "enable%s" (title $name)) }}
    - name: {{ $name }}
      port: {{ default (get $shared.ports $name) (get $service.ports $name) }}
      targetPort: {{ get $shared.targetPorts $name }}
      protocol: TCP
      {{- if $shared.appProtocol }}
      appProtocol: {{ $name }}
      {{- end }}
      {{- with get $service.nodePorts $name }}
      {{- if ne $service.type "ClusterIP" }}
      nodePort: {{ . }}
      {{- end }}
      {{- end }}
    {{- end }}
    {{- end }}
  selector:
    {{- include "sekisho.controllerSelector" .root | nindent 4 }}
{{- end -}}
