package dev.sekisho.gateway.tls;

import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsTable;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Shows the certificates of a table under the metric names of ingress-nginx.
///
/// Unlike there, `namespace` is that of the Secret, not of the controller, and so finds the
/// certificate. Only so many: one tenant with thousands of hosts must not drown the scrape.
final class CertificateMetrics {

    private static final int MAX_CERTIFICATES = 5_000;

    private record Served(String host, Certificate certificate) {

        X509Certificate leaf() {
            return certificate.chain().getFirst();
        }
    }

    private final String controllerClass;

    /// `controllerClass` is what Ingress classes name.
    CertificateMetrics(String controllerClass) {
        this.controllerClass = controllerClass;
    }

    void collect(TlsTable table, MetricVisitor visitor) {
        List<Served> all = served(table);
        List<Served> shown = all.subList(0, Math.min(all.size(), MAX_CERTIFICATES));
        for (Served served : shown) {
            visitor.gauge(
                    "nginx_ingress_controller_ssl_expire_time_seconds",
                    "When the certificate expires, in seconds since 1970",
                    names(served),
                    (double) served.leaf().getNotAfter().toInstant().getEpochSecond());
        }
        for (Served served : shown) {
            visitor.gauge(
                    "nginx_ingress_controller_ssl_certificate_info",
                    "What is known of the certificate; always 1",
                    info(served),
                    1);
        }
        visitor.gauge(
                "sekisho_tls_certificates",
                "Certificates served, those counted twice that serve two hosts",
                List.of(),
                all.size());
    }

    private static List<Served> served(TlsTable table) {
        List<Served> served = new ArrayList<>();
        for (TlsHost host : table.hosts()) {
            List<Certificate> own = host.certificates();
            for (Certificate certificate : own.isEmpty() ? table.defaults() : own) {
                served.add(new Served(host.host().text(), certificate));
            }
        }
        for (Certificate certificate : table.defaults()) {
            served.add(new Served("_", certificate));
        }
        return served;
    }

    private List<Label> names(Served served) {
        return List.of(
                new Label("class", controllerClass),
                new Label("host", served.host()),
                new Label("namespace", served.certificate().secret().namespace()),
                new Label("secret_name", served.certificate().secret().name()));
    }

    private List<Label> info(Served served) {
        X509Certificate leaf = served.leaf();
        String issuer = leaf.getIssuerX500Principal().getName();
        String serial = leaf.getSerialNumber().toString();
        List<Label> labels = new ArrayList<>(names(served));
        labels.add(new Label("identifier", part(issuer, "CN") + "-" + serial));
        labels.add(new Label("issuer_organization", part(issuer, "O")));
        labels.add(new Label("issuer_common_name", part(issuer, "CN")));
        labels.add(new Label("serial_number", serial));
        labels.add(new Label("public_key_algorithm", leaf.getPublicKey().getAlgorithm()));
        return labels;
    }

    private static String part(String distinguishedName, String type) {
        try {
            for (Rdn rdn : new LdapName(distinguishedName).getRdns()) {
                if (rdn.getType().equalsIgnoreCase(type)) {
                    return rdn.getValue().toString();
                }
            }
        } catch (InvalidNameException _) {
            return "";
        }
        return "";
    }
}
