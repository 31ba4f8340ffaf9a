{{- define "sekisho.agentName" -}}
{{- include "sekisho.fullname" . }}-agent
{{- end -}}

{{- define "sekisho.agentSelector" -}}
{{ include "sekisho.selector" . }}
app.kubernetes.io/component: agent
{{- end -}}

{{- define "sekisho.agentLabels" -}}
{{ include "sekisho.labels" . }}
app.kubernetes.io/component: agent
{{- end -}}

{{/* Beside kube-proxy the port of kube-proxy is taken. */}}
{{- define "sekisho.agentHealthPort" -}}
{{- default (ternary 10256 10266 (eq .Values.agent.services "all")) .Values.agent.healthPort -}}
{{- end -}}

{{- define "sekisho.agentImage" -}}
{{- $image := .Values.agent.image -}}
{{- if $image.registry }}{{ $image.registry }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ default (printf "%s-agent" .Chart.AppVersion) $image.tag }}{{ end -}}
{{- end -}}

{{/* The kernel wants root for its capability. It is the only one, and neither files nor processes of the node are in reach. */}}
{{- define "sekisho.agentContainer" -}}
{{- $agent := .Values.agent -}}
name: agent
image: {{ include "sekisho.agentImage" . }}
imagePullPolicy: {{ $agent.image.pullPolicy }}
args:
  - agent
  - --services={{ $agent.services }}
  - --load-balancers={{ include "sekisho.loadBalancers" . }}
  - --namespace={{ include "sekisho.namespace" . }}
  - --management-bind-address=127.0.0.1
  - --management-port={{ $agent.managementPort }}
  - --service-health-port={{ include "sekisho.agentHealthPort" . }}
  - --sysctl-folder=/host/proc/sys
  {{- with $agent.podCIDRs }}
  - --cluster-cidr={{ join "," . }}
  {{- end }}
  {{- with $agent.serviceCIDRs }}
  - --service-cidr={{ join "," . }}
  {{- end }}
  {{- with $agent.nodePortAddresses }}
  - --nodeport-addresses={{ join "," . }}
  {{- end }}
  {{- range $name, $value := $agent.extraArgs }}
  - {{ printf "--%s=%s" $name (ternary $value (toJson $value) (kindIs "string" $value)) | quote }}
  {{- end }}
env:
  - name: SEKISHO_NODE_NAME
    valueFrom:
      fieldRef:
        fieldPath: spec.nodeName
  - name: SEKISHO_POD_NAME
    valueFrom:
      fieldRef:
        fieldPath: metadata.name
  - name: SEKISHO_POD_UID
    valueFrom:
      fieldRef:
        fieldPath: metadata.uid
  {{- if $agent.apiServer.host }}
  - name: KUBERNETES_SERVICE_HOST
    value: {{ $agent.apiServer.host | quote }}
  - name: KUBERNETES_SERVICE_PORT
    value: {{ $agent.apiServer.port | quote }}
  {{- end }}
livenessProbe:
  httpGet:
    path: /livez
    port: {{ include "sekisho.agentHealthPort" . }}
  initialDelaySeconds: 30
  periodSeconds: 10
  failureThreshold: 12
readinessProbe:
  httpGet:
    host: 127.0.0.1
    path: /readyz
    port: {{ $agent.managementPort }}
  periodSeconds: 5
{{- with $agent.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  privileged: false
  readOnlyRootFilesystem: true
  runAsUser: 0
  runAsGroup: 0
  capabilities:
    drop:
      - ALL
    add:
      - NET_ADMIN
  seccompProfile:
    type: RuntimeDefault
volumeMounts:
  - name: tmp
    mountPath: /tmp
  # What neighbours are told of IPv6 addresses is a setting of the kernel's, and /proc/sys of a container cannot be written to.
  - name: kernel-network-settings
    mountPath: /host/proc/sys/net
{{- end -}}
