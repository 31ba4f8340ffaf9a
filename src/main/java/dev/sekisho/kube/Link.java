package dev.sekisho.kube;

import dev.sekisho.kube.KubernetesSourceSettings.Pace;

/// What everything that talks to one API server shares.
record Link(ApiServer api, Troubles troubles, Pace pace) {}
