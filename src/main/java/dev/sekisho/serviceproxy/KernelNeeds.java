package dev.sekisho.serviceproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What of nftables the rules are made of, tried without leaving anything, so that a kernel that
/// lacks a part is told by the name of that part.
enum KernelNeeds {
    TABLES("nf_tables", "CONFIG_NF_TABLES_INET", ""),
    TRANSLATION("nft_chain_nat", "CONFIG_NFT_NAT", "add rule %1$s nat dnat ip to 192.0.2.1\n"),
    MASQUERADE("nft_masq", "CONFIG_NFT_MASQ", "add rule %1$s nat-out masquerade fully-random\n"),
    CONNECTIONS("nft_ct", "CONFIG_NFT_CT", "add rule %1$s filter ct state new accept\n"),
    ADDRESSES("nft_fib_inet", "CONFIG_NFT_FIB_INET", "add rule %1$s filter fib daddr type local\n"),
    CHANCE(
            "nft_numgen",
            "CONFIG_NFT_NUMGEN",
            "add rule %1$s filter numgen random mod 2 vmap { 0 : accept, 1 : accept }\n"),
    REFUSAL("nft_reject_inet", "CONFIG_NFT_REJECT_INET", "add rule %1$s filter reject\n"),
    MEMORY(
            "nf_tables with dynamic sets",
            "CONFIG_NF_TABLES",
            """
            add set %1$s clients { type ipv4_addr; size 16; flags dynamic,timeout; }
            add rule %1$s filter update @clients { ip saddr timeout 1s }
            """);

    private static final String TABLE = "inet sekisho-probe";
    private static final String NAT =
            """
            add chain %1$s nat { type nat hook prerouting priority -100; }
            add chain %1$s nat-out { type nat hook postrouting priority 100; }
            """;
    private static final String FILTER =
            "add chain %1$s filter { type filter hook input priority 0; }\n";

    private final String module;
    private final String option;
    private final String rules;

    KernelNeeds(String module, String option, String rules) {
        this.module = module;
        this.option = option;
        this.rules = rules;
    }

    /// Fails with the names of what is missing.
    static void check(Kernel kernel) throws KernelException {
        var all = Stream.of(values()).map(need -> need.rules).collect(Collectors.joining());
        try {
            kernel.tryOut(transaction(NAT + FILTER + all));
        } catch (KernelException e) {
            throw e.isExplained() ? e : explained(missing(kernel), e);
        }
    }

    private static KernelException explained(List<KernelNeeds> missing, KernelException e) {
        var names =
                missing.stream()
                        .map(need -> need.module + " (" + need.option + ")")
                        .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? e
                : KernelException.expecting(
                        "a kernel with " + names, String.valueOf(e.getMessage()));
    }

    /// Nothing else can be tried without tables.
    private static List<KernelNeeds> missing(Kernel kernel) {
        if (!isThere(kernel, TABLES)) {
            return List.of(TABLES);
        }
        var missing = new ArrayList<KernelNeeds>();
        for (var need : values()) {
            if (!isThere(kernel, need)) {
                missing.add(need);
            }
        }
        return missing;
    }

    private static boolean isThere(Kernel kernel, KernelNeeds need) {
        try {
            kernel.tryOut(transaction(need.chains() + need.rules));
            return true;
        } catch (KernelException e) {
            return false;
        }
    }

    private String chains() {
        return switch (this) {
            case TABLES -> "";
            case TRANSLATION, MASQUERADE -> NAT;
            case CONNECTIONS, ADDRESSES, CHANCE, REFUSAL, MEMORY -> FILTER;
        };
    }

    private static String transaction(String rules) {
        return "add table " + TABLE + "\n" + rules.formatted(TABLE);
    }
}
