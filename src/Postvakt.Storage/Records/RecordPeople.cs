using Postvakt.Intake.Ledger;

namespace Postvakt.Storage.Records;

/// <summary>Whom a record names. Addresses are compared without regard to case.</summary>
internal static class RecordPeople
{
    /// <summary>Records that one call looks at. 1,000: a few milliseconds, between which mail goes on.</summary>
    public const int MaxExamined = 1_000;

    /// <summary>An address as it is asked for. Throws <see cref="ArgumentException"/> for an empty one: every bounce would be by it.</summary>
    public static string Address(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return address.Trim();
    }

    public static bool IsNamed(LedgerEntry entry, string address) => IsBy(entry, address) || IsTo(entry, address);

    public static bool IsBy(LedgerEntry entry, string address) => IsSame(entry.From, address) || IsSame(entry.Envelope.MailFrom, address);

    public static bool IsTo(LedgerEntry entry, string address) => Named(entry.Envelope.Recipients, address).Count > 0 || Named(entry.Held?.Recipients ?? [], address).Count > 0;

    /// <summary>The spellings of an address in a list.</summary>
    public static IReadOnlyList<string> Named(IReadOnlyList<string> addresses, string address) => [.. addresses.Where(a => IsSame(a, address))];

    public static LedgerEntry Without(LedgerEntry entry, string address) => entry with { Envelope = entry.Envelope with { Recipients = [.. entry.Envelope.Recipients.Where(a => !IsSame(a, address))] } };

    /// <summary>When the record's terms say it was held; see the table of terms.</summary>
    public static long TermsAt(LedgerEntry entry) => (entry.Held?.HeldAt ?? entry.At).ToUnixTimeMilliseconds();

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
