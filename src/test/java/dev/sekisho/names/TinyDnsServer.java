package dev.sekisho.names;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A DNS server on loopback that says what a test tells it to.
final class TinyDnsServer implements AutoCloseable {

    /// What is said about one name and type; no answer at all where the code is `null`.
    private record Said(@Nullable DnsResponseCode code, Supplier<List<DnsRecord>> records) {}

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final Map<String, Said> said = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final InetSocketAddress address;

    TinyDnsServer() throws InterruptedException {
        var bootstrap =
                new Bootstrap()
                        .group(group)
                        .channel(NioDatagramChannel.class)
                        .handler(
                                new ChannelInitializer<DatagramChannel>() {
                                    @Override
                                    protected void initChannel(DatagramChannel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new DatagramDnsQueryDecoder(),
                                                        new DatagramDnsResponseEncoder(),
                                                        new Answering());
                                    }
                                });
        var channel = bootstrap.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        address = (InetSocketAddress) channel.localAddress();
    }

    InetSocketAddress address() {
        return address;
    }

    void a(String name, int ttl, String... addresses) {
        say(name, DnsRecordType.A, () -> addresses(name, DnsRecordType.A, ttl, addresses));
    }

    void aaaa(String name, int ttl, String... addresses) {
        say(name, DnsRecordType.AAAA, () -> addresses(name, DnsRecordType.AAAA, ttl, addresses));
    }

    /// An alias alone: the client has to ask for the target by itself.
    void cname(String name, int ttl, String target) {
        say(name, DnsRecordType.A, () -> List.of(alias(name, ttl, target)));
        say(name, DnsRecordType.AAAA, () -> List.of(alias(name, ttl, target)));
    }

    /// An alias together with what it leads to, as recursive servers answer.
    void cnameWithA(String name, int aliasTtl, String target, int ttl, String ip) {
        say(
                name,
                DnsRecordType.A,
                () ->
                        List.of(
                                alias(name, aliasTtl, target),
                                addresses(target, DnsRecordType.A, ttl, ip).getFirst()));
    }

    void code(String name, DnsResponseCode code) {
        for (var type : List.of(DnsRecordType.A, DnsRecordType.AAAA)) {
            said.put(key(name, type), new Said(code, List::of));
        }
    }

    void silent(String name) {
        for (var type : List.of(DnsRecordType.A, DnsRecordType.AAAA)) {
            said.put(key(name, type), new Said(null, List::of));
        }
    }

    /// How often the addresses of this type were asked for.
    int asked(String name, DnsRecordType type) {
        return asked.getOrDefault(key(name, type), new AtomicInteger()).get();
    }

    private void say(String name, DnsRecordType type, Supplier<List<DnsRecord>> records) {
        said.put(key(name, type), new Said(DnsResponseCode.NOERROR, records));
    }

    private static String key(String name, DnsRecordType type) {
        return Reply.canonical(name) + type.name();
    }

    private static List<DnsRecord> addresses(
            String name, DnsRecordType type, int ttl, String... addresses) {
        return Arrays.stream(addresses)
                .<DnsRecord>map(it ->
                        new DefaultDnsRawRecord(
                                Reply.canonical(name),
                                type,
                                ttl,
                                Unpooled.wrappedBuffer(
                                        NetUtil.createByteArrayFromIpAddressString(it))))
                .toList();
    }

    private static DnsRecord alias(String name, int ttl, String target) {
        var bytes = Unpooled.buffer();
        for (var label : target.split("\\.", -1)) {
            bytes.writeByte(label.length());
            bytes.writeCharSequence(label, StandardCharsets.US_ASCII);
        }
        return new DefaultDnsRawRecord(
                Reply.canonical(name), DnsRecordType.CNAME, ttl, bytes.writeByte(0));
    }

    private final class Answering extends SimpleChannelInboundHandler<DatagramDnsQuery> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            var key = key(question.name(), question.type());
            asked.computeIfAbsent(key, _ -> new AtomicInteger()).incrementAndGet();
            var answer = said.getOrDefault(key, new Said(DnsResponseCode.NOERROR, List::of));
            if (answer.code() == null) {
                return;
            }
            var response =
                    new DatagramDnsResponse(
                            /* sender= */ query.recipient(),
                            /* recipient= */ query.sender(),
                            query.id(),
                            query.opCode(),
                            answer.code());
            response.addRecord(DnsSection.QUESTION, question);
            answer.records().get().forEach(it -> response.addRecord(DnsSection.ANSWER, it));
            var _ = context.writeAndFlush(response);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
