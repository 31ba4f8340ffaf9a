{{/* What the chart itself tells the program; the schema keeps users from saying it a second time. */}}
{{- define "sekisho.arguments" -}}
{{- $controller := .Values.controller -}}
{{- $given := merge (dict) $controller.extraArgs $controller.config -}}
- controller
- --config=/etc/sekisho/sekisho.yaml
- --http-port={{ $controller.containerPort.http }}
- --https-port={{ $controller.containerPort.https }}
- --management-port={{ $controller.metrics.port }}
{{- if include "sekisho.managesLocally" . }}
- --management-bind-address=127.0.0.1
{{- end }}
{{- range $scheme := list "http" "https" }}
{{- $port := include "sekisho.publicPort" (dict "root" $ "scheme" $scheme) }}
{{- if not (hasKey $given (printf "public-%s-port" $scheme)) }}
- --public-{{ $scheme }}-port={{ $port }}
{{- end }}
{{- end }}
- --drain-delay={{ $controller.drainDelay }}
- --drain-timeout={{ $controller.drainTimeout }}
- --ingress-class={{ include "sekisho.classes" . }}
- --election-id={{ include "sekisho.lease" . }}
- --namespace={{ include "sekisho.namespace" . }}
- --load-balancers={{ include "sekisho.loadBalancers" . }}
{{- if $controller.watchIngressWithoutClass }}
- --watch-ingress-without-class=true
{{- end }}
{{- if $controller.scope.enabled }}
- --watch-namespace={{ include "sekisho.scopeNamespaces" . }}
{{- end }}
{{- with include "sekisho.publishedService" . }}
- --publish-service={{ . }}
{{- end }}
{{- with $controller.lastConfiguration }}
{{- if .enabled }}
- --last-configuration-folder=/var/lib/sekisho
- --last-configuration-secrets={{ .secrets }}
{{- end }}
{{- end }}
{{- range $name, $value := $controller.extraArgs }}
- {{ printf "--%s=%s" $name (ternary $value (toJson $value) (kindIs "string" $value)) | quote }}
{{- end }}
{{- end -}}

{{/* On the host network no policy guards the management port, and the kubelet is on the same host. */}}
{{- define "sekisho.managesLocally" -}}
{{- $controller := .Values.controller -}}
{{- $given := hasKey (merge (dict) $controller.extraArgs $controller.config) "management-bind-address" -}}
{{- if and $controller.hostNetwork (not $controller.metrics.enabled) (not $given) }}true{{ end -}}
{{- end -}}

{{/* Where the cluster chooses the user, runAsUser and runAsGroup are null. */}}
{{- define "sekisho.user" -}}
runAsNonRoot: true
{{- with .Values.controller.image.runAsUser }}
runAsUser: {{ int64 . }}
{{- end }}
{{- with .Values.controller.image.runAsGroup }}
runAsGroup: {{ int64 . }}
{{- end }}
{{- end -}}

{{- define "sekisho.securityContext" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
{{ include "sekisho.user" . }}
capabilities:
  drop:
    - ALL
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "sekisho.container" -}}
{{- $controller := .Values.controller -}}
name: controller
image: {{ include "sekisho.image" . }}
imagePullPolicy: {{ $controller.image.pullPolicy }}
args:
  {{- include "sekisho.arguments" . | nindent 2 }}
env:
  - name: SEKISHO_POD_NAME
    valueFrom:
      fieldRef:
        fieldPath: metadata.name
  {{- if include "sekisho.publishesNode" . }}
  - name: SEKISHO_NODE_NAME
    valueFrom:
      fieldRef:
        fieldPath: spec.nodeName
  {{- end }}
  {{- with $controller.extraEnvs }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
ports:
  {{- range $name := list "http" "https" }}
  - name: {{ $name }}
    containerPort: {{ get $controller.containerPort $name }}
    protocol: TCP
    {{- if $controller.hostPort.enabled }}
    hostPort: {{ get $controller.hostPort.ports $name }}
    {{- end }}
  {{- end }}
  - name: {{ $controller.metrics.portName }}
    containerPort: {{ $controller.metrics.port }}
    protocol: TCP
livenessProbe:
  httpGet:
    {{- if include "sekisho.managesLocally" . }}
    host: 127.0.0.1
    {{- end }}
    path: /healthz
    port: {{ $controller.metrics.portName }}
  {{- with $controller.livenessProbe }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
readinessProbe:
  httpGet:
    {{- if include "sekisho.managesLocally" . }}
    host: 127.0.0.1
    {{- end }}
    path: /readyz
    port: {{ $controller.metrics.portName }}
  {{- with $controller.readinessProbe }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with $controller.lifecycle }}
lifecycle:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $controller.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- include "sekisho.securityContext" . | nindent 2 }}
volumeMounts:
  - name: config
    mountPath: /etc/sekisho
    readOnly: true
  - name: tmp
    mountPath: /tmp
  {{- if $controller.lastConfiguration.enabled }}
  - name: last-configuration
    mountPath: /var/lib/sekisho
  {{- end }}
  {{- with $controller.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{- define "sekisho.podTemplate" -}}
{{- $controller := .Values.controller -}}
metadata:
  labels:
    {{- include "sekisho.controllerLabels" . | nindent 4 }}
    {{- with $controller.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/config: {{ include "sekisho.config" . | sha256sum }}
    {{- with $controller.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  serviceAccountName: {{ include "sekisho.serviceAccount" . }}
  automountServiceAccountToken: {{ .Values.serviceAccount.automountServiceAccountToken }}
  # The variables that Services bring are many and mean nothing to the program.
  enableServiceLinks: false
  {{- if $controller.hostNetwork }}
  hostNetwork: true
  {{- end }}
  dnsPolicy: {{ default (ternary "ClusterFirstWithHostNet" "ClusterFirst" $controller.hostNetwork) $controller.dnsPolicy }}
  {{- with $controller.dnsConfig }}
  dnsConfig:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $controller.hostAliases }}
  hostAliases:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  terminationGracePeriodSeconds: {{ include "sekisho.graceSeconds" . }}
  {{- with $controller.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $controller.runtimeClassName }}
  runtimeClassName: {{ . }}
  {{- end }}
  securityContext:
    {{- include "sekisho.user" . | nindent 4 }}
    seccompProfile:
      type: RuntimeDefault
    {{- if and (not $controller.hostNetwork) (or (lt (int $controller.containerPort.http) 1024) (lt (int $controller.containerPort.https) 1024)) }}
    sysctls:
      - name: net.ipv4.ip_unprivileged_port_start
        value: "0"
    {{- end }}
  {{- with $controller.extraInitContainers }}
  initContainers:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - {{ include "sekisho.container" . | nindent 6 | trim }}
    {{- with $controller.extraContainers }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with $controller.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $controller.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with include "sekisho.affinity" . }}
  affinity:
    {{- . | nindent 4 }}
  {{- end }}
  {{- if eq $controller.kind "Deployment" }}
  {{- with include "sekisho.topologySpread" . }}
  topologySpreadConstraints:
    {{- . | trim | nindent 4 }}
  {{- end }}
  {{- end }}
  volumes:
    - name: config
      configMap:
        name: {{ include "sekisho.fullname" . }}
    - name: tmp
      emptyDir:
        medium: Memory
        sizeLimit: 16Mi
    {{- if $controller.lastConfiguration.enabled }}
    - name: last-configuration
      emptyDir:
        medium: Memory
        sizeLimit: {{ $controller.lastConfiguration.sizeLimit }}
    {{- end }}
    {{- with $controller.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}
