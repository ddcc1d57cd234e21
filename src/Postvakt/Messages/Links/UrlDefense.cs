using System.Text;

namespace Postvakt.Messages.Links;

/// <summary>
/// The three encodings of Proofpoint URL Defense. Version 2 writes '%' as '-' and '/' as '_'. Version 3 leaves the address
/// readable between "__" and puts '*' for every character it took out; "**" and a letter stand for a run of them (A is 2,
/// up to _ for 65). The characters follow in base64url between ";" and "!".
/// </summary>
internal static class UrlDefense
{
    private const string RunLengths = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>Decodes the value of parameter u of a version 2 link.</summary>
    public static string Version2(string value) => Uri.UnescapeDataString(value.Replace('-', '%').Replace('_', '/'));

    /// <summary>Decodes a path that begins with "/v3/__", or null when it is damaged.</summary>
    public static string? Version3(string path)
    {
        int begin = path.IndexOf("/v3/__", StringComparison.Ordinal);
        if (begin < 0)
        {
            return null;
        }

        begin += 6;
        int end = path.IndexOf("__;", begin, StringComparison.Ordinal);
        if (end < 0)
        {
            end = path.IndexOf("__", begin, StringComparison.Ordinal);
            return end < 0 ? null : path[begin..end];
        }

        int bang = path.IndexOf('!', end);
        string taken = bang < 0 ? "" : Base64Text.Decode(path.AsSpan(end + 3, bang - end - 3)) ?? "";
        StringRuneEnumerator runes = taken.EnumerateRunes();
        StringBuilder url = new(end - begin + taken.Length);
        for (int i = begin; i < end; i++)
        {
            if (path[i] != '*')
            {
                url.Append(path[i]);
                continue;
            }

            int count = 1;
            if (i + 2 < end && path[i + 1] == '*')
            {
                int run = RunLengths.IndexOf(path[i + 2], StringComparison.Ordinal);
                if (run < 0)
                {
                    return null;
                }

                count = run + 2;
                i += 2;
            }

            for (; count > 0; count--)
            {
                // A link whose tail was cut off by a reply still shows its host.
                url.Append(runes.MoveNext() ? runes.Current.ToString() : "*");
            }
        }

        return Slashed(url.ToString());
    }

    /// <summary>"https:/host" lost a slash where a program folded them.</summary>
    private static string Slashed(string url)
    {
        int colon = url.IndexOf(":/", StringComparison.Ordinal);
        return colon > 0 && colon + 2 < url.Length && url[colon + 2] != '/' ? url.Insert(colon + 1, "/") : url;
    }
}
