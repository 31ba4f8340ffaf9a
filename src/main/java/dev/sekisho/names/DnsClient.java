package dev.sekisho.names;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks the system's DNS servers for the addresses of names. Used on its event loop only.
///
/// Questions are put one by one, not through the resolver's cache, because the time to live and the
/// exact refusal are what counts here.
final class DnsClient implements AutoCloseable {

    private static final int TRIES = 3;
    private static final HostsFileEntriesResolver NO_HOSTS = (_, _) -> null;

    private final EventLoop loop;
    private final DnsNameResolver resolver;
    private final DnsServerAddressStreamProvider servers;

    DnsClient(EventLoop loop, DnsServerAddressStreamProvider servers, Duration queryTimeout) {
        this.loop = loop;
        this.servers = servers;
        this.resolver =
                new DnsNameResolverBuilder(loop)
                        .datagramChannelType(NioDatagramChannel.class)
                        .socketChannelType(NioSocketChannel.class)
                        .nameServerProvider(servers)
                        .queryTimeoutMillis(queryTimeout.toMillis())
                        .hostsFileEntriesResolver(NO_HOSTS)
                        .ndots(0)
                        .build();
    }

    /// Both kinds of addresses of a name.
    void ask(String name, Consumer<Answer> whenDone) {
        var answers = new Both(whenDone);
        new Search(DnsRecordType.A, name, answers).ask(Reply.canonical(name));
        new Search(DnsRecordType.AAAA, name, answers).ask(Reply.canonical(name));
    }

    /// Waits for the answers of both searches.
    private static final class Both implements Consumer<Answer> {

        private final Consumer<Answer> whenDone;
        private @Nullable Answer first;

        Both(Consumer<Answer> whenDone) {
            this.whenDone = whenDone;
        }

        @Override
        public void accept(Answer answer) {
            if (first == null) {
                first = answer;
            } else {
                whenDone.accept(Answer.of(first, answer));
            }
        }
    }

    /// The search for one kind of addresses, along aliases and from server to server.
    private final class Search {

        private final DnsRecordType type;
        private final DnsServerAddressStream stream;
        private final Consumer<Answer> whenDone;
        private int tries;
        private int hops;
        private long ttl = Long.MAX_VALUE;

        Search(DnsRecordType type, String name, Consumer<Answer> whenDone) {
            this.type = type;
            this.stream = servers.nameServerAddressStream(name);
            this.whenDone = whenDone;
        }

        void ask(String name) {
            DnsQuestion question;
            try {
                question = new DefaultDnsQuestion(name, type);
            } catch (IllegalArgumentException _) {
                loop.execute(() -> whenDone.accept(new Answer.Denied("not a DNS name")));
                return;
            }
            tries++;
            resolver.query(stream.next(), question)
                    .addListener(
                            (Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> future) ->
                                    answered(name, future));
        }

        private void answered(
                String name, Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> future) {
            if (!future.isSuccess()) {
                failed(name, word(future.cause()));
                return;
            }
            var envelope = future.getNow();
            var code = envelope.content().code();
            var reply = reply(name, envelope.content());
            envelope.release();
            if (code.equals(DnsResponseCode.NXDOMAIN)) {
                whenDone.accept(Answer.NO_SUCH_NAME);
            } else if (!code.equals(DnsResponseCode.NOERROR)) {
                failed(name, word(code));
            } else if (reply == null) {
                failed(name, "malformed answer");
            } else {
                replied(reply);
            }
        }

        private @Nullable Reply reply(String name, DnsResponse response) {
            try {
                return Reply.read(response, name, type);
            } catch (RuntimeException _) {
                return null;
            }
        }

        private void replied(Reply reply) {
            ttl = Math.min(ttl, reply.ttlSeconds());
            hops += reply.hops();
            if (Reply.isCircle(hops)) {
                whenDone.accept(new Answer.Denied("aliases lead in a circle"));
            } else if (!reply.addresses().isEmpty()) {
                whenDone.accept(new Answer.Addresses(reply.addresses(), ttl));
            } else if (reply.hops() > 0) {
                tries = 0;
                ask(reply.end());
            } else {
                whenDone.accept(Answer.NO_ADDRESS);
            }
        }

        private void failed(String name, String problem) {
            if (tries < TRIES) {
                ask(name);
            } else {
                whenDone.accept(new Answer.Failure(problem));
            }
        }

        private static String word(Throwable cause) {
            return cause instanceof DnsNameResolverTimeoutException
                            || DnsNameResolver.isTimeoutError(cause)
                    ? "timeout"
                    : "no answer";
        }

        private static String word(DnsResponseCode code) {
            return code.equals(DnsResponseCode.SERVFAIL)
                    ? "SERVFAIL"
                    : code.equals(DnsResponseCode.REFUSED)
                            ? "REFUSED"
                            : "response code " + code.intValue();
        }
    }

    @Override
    public void close() {
        resolver.close();
    }
}
