{{- define "sekisho.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "sekisho.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{/* Cluster-scoped objects of two releases in two namespaces must not meet. */}}
{{- define "sekisho.clusterName" -}}
{{- if contains (include "sekisho.namespace" .) (include "sekisho.fullname" .) -}}
{{- include "sekisho.fullname" . -}}
{{- else -}}
{{- printf "%s-%s" (include "sekisho.namespace" .) (include "sekisho.fullname" .) -}}
{{- end -}}
{{- end -}}

{{- define "sekisho.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "sekisho.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "sekisho.lease" -}}
{{- default (printf "%s-leader" (include "sekisho.fullname" .)) .Values.controller.electionID -}}
{{- end -}}

{{- define "sekisho.image" -}}
{{- $image := .Values.controller.image -}}
{{- if $image.registry }}{{ $image.registry }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ default .Chart.AppVersion $image.tag }}{{ end -}}
{{- end -}}

{{/* The name label is the same whatever objects are called: it says which program they belong to. */}}
{{- define "sekisho.selector" -}}
app.kubernetes.io/name: sekisho
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "sekisho.controllerSelector" -}}
{{ include "sekisho.selector" . }}
app.kubernetes.io/component: controller
{{- end -}}

{{- define "sekisho.labels" -}}
{{ include "sekisho.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: sekisho
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "sekisho.controllerLabels" -}}
{{ include "sekisho.labels" . }}
app.kubernetes.io/component: controller
{{- end -}}

{{/* Seconds of a time such as 500ms, 5s, 2m or 1h, rounded up. */}}
{{- define "sekisho.seconds" -}}
{{- $number := regexFind "^[0-9]+" . | int -}}
{{- $unit := regexFind "[a-z]*$" . -}}
{{- if eq $unit "ms" -}}{{- add 1 (div (sub $number 1) 1000) -}}
{{- else if eq $unit "m" -}}{{- mul $number 60 -}}
{{- else if eq $unit "h" -}}{{- mul $number 3600 -}}
{{- else -}}{{- $number -}}
{{- end -}}
{{- end -}}

{{/* The drain, 10 s to clear statuses, and some time to end. */}}
{{- define "sekisho.graceSeconds" -}}
{{- $controller := .Values.controller -}}
{{- $needed := add (include "sekisho.seconds" $controller.drainDelay) (include "sekisho.seconds" $controller.drainTimeout) 15 -}}
{{- if kindIs "invalid" $controller.terminationGracePeriodSeconds -}}
{{- $needed -}}
{{- else if lt (int $controller.terminationGracePeriodSeconds) (int $needed) -}}
{{- fail (printf "controller.terminationGracePeriodSeconds is %d, but drainDelay, drainTimeout and 15 s to end need %d" (int $controller.terminationGracePeriodSeconds) (int $needed)) -}}
{{- else -}}
{{- $controller.terminationGracePeriodSeconds -}}
{{- end -}}
{{- end -}}

{{- define "sekisho.classes" -}}
{{- $resource := .Values.controller.ingressClassResource -}}
{{- prepend $resource.aliases $resource.name | uniq | join "," -}}
{{- end -}}

{{- define "sekisho.scopeNamespaces" -}}
{{- default (include "sekisho.namespace" .) .Values.controller.scope.namespace | nospace -}}
{{- end -}}

{{- define "sekisho.hasExternalService" -}}
{{- if and .Values.controller.service.enabled .Values.controller.service.external.enabled }}true{{ end -}}
{{- end -}}

{{- define "sekisho.hasInternalService" -}}
{{- if and .Values.controller.service.enabled .Values.controller.service.internal.enabled }}true{{ end -}}
{{- end -}}

{{- define "sekisho.usesNodePorts" -}}
{{- if or .Values.controller.hostNetwork .Values.controller.hostPort.enabled }}true{{ end -}}
{{- end -}}

{{/* The Service whose addresses clients can use, or nothing. */}}
{{- define "sekisho.publishedService" -}}
{{- $controller := .Values.controller -}}
{{- if $controller.publishService.enabled -}}
{{- if $controller.publishService.pathOverride -}}
{{- $controller.publishService.pathOverride -}}
{{- else if include "sekisho.hasExternalService" . -}}
{{- if or (ne $controller.service.type "NodePort") $controller.service.externalIPs -}}
{{- include "sekisho.namespace" . }}/{{ include "sekisho.fullname" . -}}
{{- end -}}
{{- else if include "sekisho.hasInternalService" . -}}
{{- if ne $controller.service.internal.type "NodePort" -}}
{{- include "sekisho.namespace" . }}/{{ include "sekisho.fullname" . }}-internal
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "sekisho.publishesNode" -}}
{{- $controller := .Values.controller -}}
{{- $given := hasKey (merge (dict) $controller.extraArgs $controller.config) "publish-status-address" -}}
{{- if not (or $given (include "sekisho.publishedService" .)) }}true{{ end -}}
{{- end -}}

{{/* Ports as clients see them, for redirects. */}}
{{- define "sekisho.publicPort" -}}
{{- $controller := .root.Values.controller -}}
{{- if include "sekisho.hasExternalService" .root -}}
{{- get $controller.service.ports .scheme -}}
{{- else if $controller.hostPort.enabled -}}
{{- get $controller.hostPort.ports .scheme -}}
{{- else if $controller.hostNetwork -}}
{{- get $controller.containerPort .scheme -}}
{{- else -}}
{{- get $controller.service.ports .scheme -}}
{{- end -}}
{{- end -}}

{{/* One pod at a time where a new one cannot start before the old one has left its ports. */}}
{{- define "sekisho.updateStrategy" -}}
{{- $controller := .Values.controller -}}
{{- if $controller.updateStrategy -}}
{{- toYaml $controller.updateStrategy -}}
{{- else if and (eq $controller.kind "Deployment") (include "sekisho.usesNodePorts" .) -}}
type: RollingUpdate
rollingUpdate:
  maxSurge: 0
  maxUnavailable: 1
{{- end -}}
{{- end -}}

{{- define "sekisho.affinity" -}}
{{- $controller := .Values.controller -}}
{{- if $controller.affinity -}}
{{- toYaml $controller.affinity -}}
{{- else if eq $controller.kind "DaemonSet" -}}
{{- else if eq $controller.antiAffinity "required" -}}
podAntiAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    - topologyKey: kubernetes.io/hostname
      labelSelector:
        matchLabels:
          {{- include "sekisho.controllerSelector" . | nindent 10 }}
{{- else if eq $controller.antiAffinity "preferred" -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "sekisho.controllerSelector" . | nindent 12 }}
{{- end -}}
{{- end -}}

{{- define "sekisho.topologySpread" -}}
{{- $selector := dict "matchLabels" (include "sekisho.controllerSelector" . | fromYaml) -}}
{{- range .Values.controller.topologySpreadConstraints }}
{{- $constraint := merge (dict) . (dict "labelSelector" $selector) }}
- {{ toYaml $constraint | nindent 2 | trim }}
{{- end -}}
{{- end -}}

{{/* How many pods a disruption has to leave some of. Those of a DaemonSet are never evicted. */}}
{{- define "sekisho.leastReplicas" -}}
{{- $controller := .Values.controller -}}
{{- if eq $controller.kind "DaemonSet" }}0{{ else if $controller.autoscaling.enabled }}{{ $controller.autoscaling.minReplicas }}{{ else }}{{ $controller.replicaCount }}{{ end -}}
{{- end -}}
