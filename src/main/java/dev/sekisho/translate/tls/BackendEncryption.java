package dev.sekisho.translate.tls;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.tls.Authorities;
import dev.sekisho.translate.draft.BackendTlsWish;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.SecretName;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Settles for the routes of one object how TLS is spoken with their pods: whom they have to be,
/// and who the gateway is to them.
///
/// A route whose pods cannot be verified as asked, or not be shown what they should be, is shut.
public final class BackendEncryption {

    private final ClusterState state;
    private final SecretFinder secrets;
    private final Diagnostics diagnostics;
    private final ObjectRef subject;
    private final Map<ObjectRef, Finding<Authorities>> authorities = new HashMap<>();
    private final Map<ObjectRef, Finding<KeyedCertificate>> certificates = new HashMap<>();

    public BackendEncryption(
            ClusterState state, ObjectRef subject, DemandDraft demand, Diagnostics diagnostics) {
        this.state = state;
        this.secrets = new SecretFinder(state, demand);
        this.subject = subject;
        this.diagnostics = diagnostics;
    }

    /// What becomes of an action.
    public RouteAction settle(RouteAction action, BackendTlsWish wish) {
        return switch (action) {
            case RouteAction.Forward forward ->
                    forward.backend().protocol().tls().isPresent()
                            ? encrypted(forward, wish)
                            : plain(forward, wish);
            case RouteAction.Unavailable unavailable -> unavailable;
        };
    }

    private RouteAction plain(RouteAction.Forward forward, BackendTlsWish wish) {
        if (!wish.isEmpty()) {
            diagnostics.warning(
                    subject,
                    Reason.ANNOTATION_WITHOUT_EFFECT,
                    "the pods of "
                            + forward.backend()
                            + " are not spoken to over TLS, so sekisho.dev/backend-tls-* has no"
                            + " effect there (expected: sekisho.dev/backend-protocol HTTPS or"
                            + " GRPCS, or an appProtocol that says so)");
        }
        return forward;
    }

    private RouteAction encrypted(RouteAction.Forward forward, BackendTlsWish wish) {
        var id = forward.backend();
        var tls = new BackendTls(wish.serverName().orElseGet(() -> serverName(id)));
        return switch (verified(tls, id, wish)) {
            case Step.Shut(var reason) -> new RouteAction.Unavailable(reason);
            case Step.To(var trusting) ->
                    switch (authenticated(trusting, wish)) {
                        case Step.Shut(var reason) -> new RouteAction.Unavailable(reason);
                        case Step.To(var whole) ->
                                new RouteAction.Forward(
                                        id.speaking(id.protocol().over(whole)), forward.policy());
                    };
        };
    }

    /// One part was settled, or cannot be.
    private sealed interface Step {

        record To(BackendTls tls) implements Step {}

        record Shut(Reason reason) implements Step {}
    }

    /// What certificates of pods are issued for in a cluster, or what their Service leads to.
    private String serverName(BackendId id) {
        var service = state.services().get(ObjectRef.service(id.namespace(), id.service()));
        if (service == null || service.type() != Service.Type.EXTERNAL_NAME) {
            return id.service() + "." + id.namespace() + ".svc";
        }
        var name = service.externalName().toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private Step verified(BackendTls tls, BackendId id, BackendTlsWish wish) {
        if (wish.verify().equals(Optional.of(false))) {
            if (wish.authorities().isPresent()) {
                diagnostics.warning(
                        subject,
                        Reason.ANNOTATION_WITHOUT_EFFECT,
                        "sekisho.dev/backend-tls-ca has no effect, as sekisho.dev/backend-tls-verify"
                                + " is 'off'");
            }
            return new Step.To(tls);
        }
        if (wish.authorities().isEmpty()) {
            return unverified(tls, id, wish);
        }
        var ref = secret("backend-tls-ca", wish.authorities().get());
        if (ref.isEmpty()) {
            return new Step.Shut(Reason.REF_NOT_PERMITTED);
        }
        var found =
                authorities.computeIfAbsent(
                        ref.get(), name -> secrets.find(name, AuthoritiesReader::read));
        return switch (found) {
            case Finding.Usable(var known) -> new Step.To(tls.verifiedBy(known));
            case Finding.Unusable(var reason, var problem) ->
                    shut(reason, "sekisho.dev/backend-tls-ca: " + problem);
            case Finding.Awaited<Authorities> _ -> new Step.Shut(Reason.SECRET_NOT_FOUND);
        };
    }

    private Step unverified(BackendTls tls, BackendId id, BackendTlsWish wish) {
        if (wish.verify().isPresent()) {
            return shut(
                    Reason.INVALID_ANNOTATION,
                    "sekisho.dev/backend-tls-verify is 'on', but nothing says by whom (expected:"
                            + " sekisho.dev/backend-tls-ca)");
        }
        diagnostics.info(
                subject,
                Reason.BACKEND_UNVERIFIED,
                "the pods of "
                        + id
                        + " are spoken to over TLS and need not prove who they are (expected:"
                        + " sekisho.dev/backend-tls-ca, or sekisho.dev/backend-tls-verify 'off')");
        return new Step.To(tls);
    }

    private Step authenticated(BackendTls tls, BackendTlsWish wish) {
        if (wish.certificate().isEmpty()) {
            return new Step.To(tls);
        }
        var ref = secret("backend-tls-client-certificate", wish.certificate().get());
        if (ref.isEmpty()) {
            return new Step.Shut(Reason.REF_NOT_PERMITTED);
        }
        var found =
                certificates.computeIfAbsent(
                        ref.get(), name -> secrets.find(name, CertificateReader::read));
        return switch (found) {
            case Finding.Usable(var shown) -> new Step.To(tls.showing(shown.certificate()));
            case Finding.Unusable(var reason, var problem) ->
                    shut(reason, "sekisho.dev/backend-tls-client-certificate: " + problem);
            case Finding.Awaited<KeyedCertificate> _ -> new Step.Shut(Reason.SECRET_NOT_FOUND);
        };
    }

    /// A Secret of the object's own namespace: one of another may not be used, whoever may read it.
    private Optional<ObjectRef> secret(String key, SecretName name) {
        var own = subject.namespace();
        if (name.namespace().isEmpty() || name.namespace().equals(own)) {
            return Optional.of(ObjectRef.secret(own, name.name()));
        }
        shut(
                Reason.REF_NOT_PERMITTED,
                "sekisho.dev/"
                        + key
                        + " is "
                        + Excerpt.of(name.toString())
                        + " (expected: a Secret of namespace "
                        + own
                        + ")");
        return Optional.empty();
    }

    private Step shut(Reason reason, String problem) {
        diagnostics.error(
                subject, reason, problem + "; the paths that lead to pods over TLS answer 503");
        return new Step.Shut(reason);
    }
}
