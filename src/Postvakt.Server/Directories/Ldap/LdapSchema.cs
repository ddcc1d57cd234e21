using System.Text;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Directories.Ldap;

/// <summary>Which attributes say what, by kind of server.</summary>
internal sealed class LdapSchema
{
    /// <summary>Exchange: msExchRecipientTypeDetails of a shared mailbox (documentation of RecipientTypeDetails).</summary>
    private const string SharedMailbox = "4";

    private LdapSchema(string filter, string id, string[] names, string[] languages, string aliases, string readers)
    {
        (Filter, _id, _names, _languages, _aliases, Readers) = (filter, id, names, languages, aliases, readers);
        Attributes = [id, .. names, .. languages, aliases, readers, "mail", "manager", "memberOf", "msExchRecipientTypeDetails"];
    }

    private readonly string _id, _aliases;
    private readonly string[] _names, _languages;

    /// <summary>Finds people where the operator names no filter.</summary>
    public string Filter { get; }

    /// <summary>Names who reads a shared mailbox.</summary>
    public string Readers { get; }

    /// <summary>Everything that is asked for.</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>Finds groups that name their members; people of Active Directory name their groups themselves.</summary>
    public string? GroupFilter { get; private init; }

    public static LdapSchema Of(LdapKind kind) => kind == LdapKind.ActiveDirectory ? ActiveDirectory : Standard;

    /// <summary>RFC 2798, RFC 4519 and RFC 4530; mailAlternateAddress of the Netscape and qmail schemas.</summary>
    private static LdapSchema Standard { get; } = new(
        "(&(objectClass=inetOrgPerson)(mail=*))", "entryUUID", ["displayName", "cn"], ["preferredLanguage"], "mailAlternateAddress", "member")
    {
        GroupFilter = "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))",
    };

    /// <summary>
    /// Accounts that are switched off (userAccountControl, bit 2) belong to nobody any more, except shared mailboxes, whose accounts always are. Who reads
    /// them with full access and automapping stands in msExchDelegateListLink.
    /// </summary>
    private static LdapSchema ActiveDirectory { get; } = new(
        "(&(objectCategory=person)(objectClass=user)(mail=*)(|(!(userAccountControl:1.2.840.113556.1.4.803:=2))(msExchRecipientTypeDetails=4)))", "objectGUID",
        ["displayName", "cn"], ["preferredLanguage", "msExchUserCulture"], "proxyAddresses", "msExchDelegateListLink");

    public string Id(LdapEntry entry) =>
        entry.Bytes(_id).FirstOrDefault() is not { } id ? DirectoryText.Line(entry.Dn) : _id == "objectGUID" && id.Length == 16 ? new Guid(id).ToString() : DirectoryText.Line(Encoding.UTF8.GetString(id));

    public string Name(LdapEntry entry) => _names.Select(entry.Text).FirstOrDefault(t => t.Length > 0) ?? "";

    public string Language(LdapEntry entry) => _languages.Select(l => DirectoryText.Language(entry.Text(l))).FirstOrDefault(t => t.Length > 0) ?? "";

    public static bool IsShared(LdapEntry entry) => entry.Text("msExchRecipientTypeDetails") == SharedMailbox;

    /// <summary>The primary one first: of proxyAddresses that with "SMTP:" in capitals; those of other kinds (X500, SIP) are left out.</summary>
    public IReadOnlyList<string> Addresses(LdapEntry entry)
    {
        var others = entry.Texts(_aliases).Take(DirectoryText.MaxList).ToArray();
        var primary = others.Where(a => a.StartsWith("SMTP:", StringComparison.Ordinal)).Select(a => a[5..]);
        var aliases = others.Where(a => !a.Contains(':') || a.StartsWith("smtp:", StringComparison.Ordinal)).Select(a => a[(a.IndexOf(':') + 1)..]);
        return [.. primary.Concat(entry.Texts("mail")).Concat(aliases).Select(DirectoryText.Address).OfType<string>().Distinct()];
    }
}
