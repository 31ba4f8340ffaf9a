package dev.sekisho.model.address;

/// The condition `sekisho.dev/AddressAllocated` of a Service: whether it has what it asked for, and
/// in one word and one sentence why.
public record AddressCondition(boolean isAllocated, String reason, String message) {

    /// The type of the condition.
    public static final String TYPE = "sekisho.dev/AddressAllocated";

    /// Nothing has been said.
    public static final AddressCondition NONE = new AddressCondition(false, "", "");
}
