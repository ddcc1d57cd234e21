using System.Text;

namespace Postvakt.Server.Directories.Ldap;

/// <summary>An entry that a search found. Attribute names are compared without regard to case (RFC 4512 2.5).</summary>
internal sealed class LdapEntry(string dn, IReadOnlyDictionary<string, IReadOnlyList<byte[]>> attributes)
{
    public string Dn => dn;

    public IReadOnlyList<byte[]> Bytes(string attribute) => attributes.GetValueOrDefault(attribute, []);

    public IEnumerable<string> Texts(string attribute) => Bytes(attribute).Select(b => DirectoryText.Line(Encoding.UTF8.GetString(b))).Where(t => t.Length > 0);

    public string Text(string attribute) => Texts(attribute).FirstOrDefault() ?? "";
}
