package dev.sekisho.kube;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// What operators are told about the API server: an outage once and then every 30 s, a missing
/// permission once with the rule that would grant it, and the end of either.
final class Troubles {

    private static final Logger LOG = Logger.getLogger(Troubles.class);
    private static final long REMINDER = TimeUnit.SECONDS.toNanos(30);

    private final String address;
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private boolean away;
    private long lastSaid = System.nanoTime() - REMINDER;

    Troubles(String address) {
        this.address = address;
    }

    /// A request failed; `what` says which, in words.
    void failed(String what, ApiException e) {
        if (e.isOutage()) {
            outage(what, e);
        } else {
            LOG.debugf("%s: %s", what, e.getMessage());
        }
    }

    /// A request will fail until somebody mends what it needs: said once for each `what`.
    void refused(String what, ApiException e) {
        if (e.isOutage()) {
            outage(what, e);
        } else if (denied.add(what)) {
            LOG.warnf(
                    "%s: %s; no status and no Event is written until this works",
                    what, e.getMessage());
        }
    }

    /// A request succeeded.
    synchronized void succeeded() {
        if (away) {
            away = false;
            LOG.infof("API server %s answers again", address);
        }
    }

    /// RBAC refuses `verb` on a resource; an empty namespace means cluster-wide.
    void denied(String verb, ResourceType resource, String namespace) {
        if (denied.add(key(verb, resource, namespace))) {
            LOG.warnf(
                    "may not %s %s%s: the %s of Sekisho's service account lacks the rule"
                            + " {apiGroups: [\"%s\"], resources: [\"%s\"], verbs: [\"%s\"]}",
                    verb,
                    resource,
                    namespace.isEmpty() ? "" : " in namespace " + namespace,
                    namespace.isEmpty() ? "ClusterRole" : "Role or ClusterRole",
                    resource.group(),
                    resource.plural(),
                    verb);
        }
    }

    /// A request that RBAC may have refused before went through.
    void permitted(String verb, ResourceType resource, String namespace) {
        if (denied.remove(key(verb, resource, namespace))) {
            LOG.infof("may %s %s now", verb, resource);
        }
    }

    private synchronized void outage(String what, ApiException e) {
        var now = System.nanoTime();
        if (now - lastSaid >= REMINDER) {
            away = true;
            lastSaid = now;
            LOG.warnf(
                    "API server %s does not serve (%s: %s); what was read last stays in use, tries"
                            + " go on",
                    address, what, e.getMessage());
        }
    }

    private static String key(String verb, ResourceType resource, String namespace) {
        return verb + " " + resource + " " + namespace;
    }
}
