{{/* What is read and written in a namespace, or in all of them. Events are about objects that are read for their uid. */}}
{{- define "sekisho.rules" -}}
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [get, list, watch]
- apiGroups: [networking.k8s.io]
  resources: [ingresses/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [list, watch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- if eq .Values.rbac.secrets "get" }}
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
{{- else if eq .Values.rbac.secrets "watch" }}
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, watch]
{{- end }}
{{- end -}}

{{- define "sekisho.option" -}}
{{- $controller := .root.Values.controller -}}
{{- get (merge (dict) $controller.extraArgs $controller.config) .name -}}
{{- end -}}

{{/* Services that are read by name and are in none of the watched namespaces, as a JSON list. */}}
{{- define "sekisho.outsideServices" -}}
{{- $found := list -}}
{{- if .Values.controller.scope.enabled -}}
{{- $watched := splitList "," (include "sekisho.scopeNamespaces" .) -}}
{{- $backend := include "sekisho.option" (dict "root" . "name" "default-backend-service") | splitList ":" | first -}}
{{- range list (include "sekisho.publishedService" .) $backend | uniq -}}
{{- if and . (not (has (splitList "/" . | first) $watched)) -}}
{{- $found = append $found . -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $found -}}
{{- end -}}

{{/* The default certificate, if no other role lets us read it. */}}
{{- define "sekisho.certificateOutside" -}}
{{- $secret := include "sekisho.option" (dict "root" . "name" "default-ssl-certificate") -}}
{{- $namespace := splitList "/" $secret | first -}}
{{- $watched := splitList "," (include "sekisho.scopeNamespaces" .) -}}
{{- if not $secret -}}
{{- else if eq .Values.rbac.secrets "namespaced" -}}
{{- if not (has $namespace .Values.rbac.secretNamespaces) }}{{ $secret }}{{ end -}}
{{- else if and .Values.controller.scope.enabled (not (has $namespace $watched)) -}}
{{- $secret -}}
{{- end -}}
{{- end -}}
