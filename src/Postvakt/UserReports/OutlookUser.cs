using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.UserReports;

/// <summary>Whose mailbox on an Exchange has which address: its tokens name a mailbox and no address.</summary>
/// <param name="Mailbox">Hash of the mailbox's id.</param>
/// <param name="Address">Lower case.</param>
/// <param name="Since">When it was bound.</param>
/// <param name="Used">When it last reported, to the month.</param>
public sealed record OutlookUser(string Mailbox, string Address, DateTimeOffset Since, DateTimeOffset Used)
{
    /// <summary>Kind in the register; the id is the mailbox's hash.</summary>
    public const string Kind = "outlook-user";

    public static OutlookUser? Find(IRegister register, string mailbox) => register.FindRegistered(Kind, mailbox) is { } entry ? Of(entry) : null;

    /// <summary>The mailboxes that an address is bound to: one, unless two nodes bound it at the same moment.</summary>
    public static IReadOnlyList<RegisterEntry> At(IRegister register, string address) => register.RegisteredUnder(Kind, KeyOf(address), "", 100);

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static OutlookUser Of(RegisterEntry entry) => JsonSerializer.Deserialize<OutlookUser>(entry.Json) ?? throw new JsonException("an empty binding");

    public RegisterChange Change(long version) => new(Kind, Mailbox, JsonSerializer.Serialize(this), version) { Keys = [KeyOf(Address)] };

    private static string KeyOf(string address) => "address:" + (address.Length > 190 ? address[..190] : address).ToLowerInvariant();
}
