using System.Buffers;

namespace Postvakt.Messages.Links;

/// <summary>
/// Finds links in running text. One walk from sign to sign (a dot, a colon, a bracket that may hide one); what was read once
/// is not read again, so time is linear whatever the text holds.
/// </summary>
internal ref struct TextScanner
{
    private static readonly SearchValues<char> Signs = SearchValues.Create(".:[({");

    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private int _floor;

    public TextScanner(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Offset of the first character of the link found last.</summary>
    public int Start { get; private set; }

    /// <summary>Offset after its last character.</summary>
    public int End { get; private set; }

    /// <summary>The link without line breaks, otherwise as written.</summary>
    public ReadOnlySpan<char> Target { get; private set; }

    /// <summary>NoScheme, Split, and Defanged for a blank in the host.</summary>
    public LinkTraits Traits { get; private set; }

    /// <summary>Looks for the next link; false at the end of the text.</summary>
    public bool Next()
    {
        while (_position < _text.Length)
        {
            int offset = _text[_position..].IndexOfAny(Signs);
            if (offset < 0)
            {
                _position = _text.Length;
                return false;
            }

            int at = _position + offset;
            _position = at + 1;
            bool found = _text[at] switch
            {
                ':' => TryScheme(at, 1),
                '.' => TryBare(at, 1),
                _ => TryMark(at),
            };
            if (found)
            {
                _position = _floor = End;
                return true;
            }
        }

        return false;
    }

    private bool TryMark(int at)
    {
        if (at + 2 >= _text.Length || _text[at + 1] is not ('.' or ':' or 'd' or 'D'))
        {
            return false;
        }

        ReadOnlySpan<char> rest = _text[at..];
        int colon = Defanging.ColonLength(rest);
        if (colon > 0)
        {
            return TryScheme(at, colon);
        }

        int dot = Defanging.DotLength(rest);
        return dot > 0 && TryBare(at, dot);
    }

    private bool TryScheme(int colon, int mark)
    {
        int body = colon + mark;
        if (mark == 1)
        {
            if (body + 1 >= _text.Length || _text[body] is not ('/' or '\\') || _text[body + 1] != _text[body])
            {
                return false;
            }

            body += 2;
        }

        int start = colon;
        while (start > _floor && colon - start < Schemes.MaxLength && IsSchemeLetter(_text[start - 1]))
        {
            start--;
        }

        // "ahttp://" is none, but the glued "xyhttps://" of damaged text is worth reading from its scheme on.
        string? scheme = null;
        bool broken = false;
        for (; start < colon && (scheme = Schemes.Read(_text[start..colon], out broken)) is null; start++)
        {
        }

        if (scheme is null || body >= _text.Length)
        {
            return false;
        }

        LinkReach reach = LinkReach.Read(_text, start, body);
        if (reach.End <= body)
        {
            return false;
        }

        Start = start;
        End = reach.End;
        Traits = (reach.Split ? LinkTraits.Split : 0) | (reach.Blank || broken || mark > 1 ? LinkTraits.Defanged : 0);
        Target = reach.Joined is { } joined
            ? string.Concat(scheme, "://", joined)
            : mark > 1 ? string.Concat(scheme, "://", _text[body..reach.End]) : _text[start..reach.End];
        return true;
    }

    private bool TryBare(int at, int mark)
    {
        int right = at + mark;
        if (at == 0 || right >= _text.Length || !IsHostLetter(_text[right]))
        {
            return mark == 1 && right < _text.Length && _text[right] == ' ' && TrySpaced(at);
        }

        int start = at;
        while (start > _floor && IsHostCharacter(_text[start - 1]))
        {
            start--;
        }

        while (start < at && _text[start] is '-' or '_' or '.')
        {
            start++;
        }

        int end = ReadHost(right, mark > 1, out bool defanged);
        _position = Math.Max(_position, end);
        if (start == at || IsPartOfSomethingElse(start, end))
        {
            return false;
        }

        int host = end;
        end = ReadPort(end);
        bool spaced = LinkReach.GoesOnAfterBlank(_text, end);
        end += spaced ? 1 : 0;
        LinkReach reach = end < _text.Length && _text[end] is '/' or '?' ? LinkReach.Read(_text, start, end) : new LinkReach(end, null, false, false);
        ReadOnlySpan<char> path = reach.Joined ?? _text[end..reach.End];
        ReadOnlySpan<char> name = _text[start..host].TrimEnd('.');
        if (!BareHost.IsLink(defanged ? Defanging.Undo(name) : name, path, defanged, start > 0 ? _text[start - 1] : '\0', reach.End < _text.Length ? _text[reach.End] : '\0'))
        {
            _floor = end;
            return false;
        }

        Start = start;
        End = path.IsEmpty && end == host ? start + name.Length : reach.End;
        Target = reach.Joined is null && !spaced ? _text[Start..End] : string.Concat(_text[start..host], spaced ? "" : _text[host..end], path);
        Traits = LinkTraits.NoScheme | (reach.Split ? LinkTraits.Split : 0) | (defanged || spaced ? LinkTraits.Defanged : 0);
        return true;
    }

    /// <summary>
    /// "nordwind . com/path": only with one blank on both sides, one label in lower case before, a listed top-level label
    /// after, and a path glued to it. Anything looser reads prose as links.
    /// </summary>
    private bool TrySpaced(int dot)
    {
        if (dot < 3 || _text[dot - 1] != ' ' || !IsLowerLetterOrDigit(_text[dot - 2]))
        {
            return false;
        }

        int start = dot - 1;
        while (start > _floor && (IsLowerLetterOrDigit(_text[start - 1]) || _text[start - 1] == '-'))
        {
            start--;
        }

        int end = dot + 2;
        while (end < _text.Length && char.IsAsciiLetterLower(_text[end]))
        {
            end++;
        }

        if (end + 1 >= _text.Length || _text[end] != '/' || !char.IsAsciiLetterOrDigit(_text[end + 1])
            || dot - 1 - start < 3 || !PublicSuffixList.IsTopLevel(_text[(dot + 2)..end]))
        {
            return false;
        }

        LinkReach reach = LinkReach.Read(_text, start, end);
        Start = start;
        End = reach.End;
        Target = string.Concat(_text[start..(dot - 1)], ".", _text[(dot + 2)..end], reach.Joined ?? _text[end..reach.End]);
        Traits = LinkTraits.NoScheme | LinkTraits.Defanged | (reach.Split ? LinkTraits.Split : 0);
        return true;
    }

    private readonly int ReadHost(int from, bool marked, out bool defanged)
    {
        defanged = marked;
        int end = from;
        while (end < _text.Length)
        {
            if (IsHostCharacter(_text[end]))
            {
                end++;
                continue;
            }

            int mark = _text[end] is '[' or '(' or '{' ? Defanging.DotLength(_text[end..]) : 0;
            if (mark == 0 || end + mark >= _text.Length || !IsHostLetter(_text[end + mark]))
            {
                break;
            }

            defanged = true;
            end += mark;
        }

        return end;
    }

    private readonly int ReadPort(int host)
    {
        int end = host + 1;
        while (end < _text.Length && end - host <= 5 && char.IsAsciiDigit(_text[end]))
        {
            end++;
        }

        return host < _text.Length && _text[host] == ':' && end > host + 2 && end < _text.Length && _text[end] == '/' ? end : host;
    }

    /// <summary>Addresses ("anna.berg@nordwind.example", both halves) and pieces of paths and expressions are no hosts.</summary>
    private bool IsPartOfSomethingElse(int start, int end)
    {
        if (end < _text.Length && _text[end] is '@' or '+' or '\\' or '$')
        {
            _floor = end + 1;
            return true;
        }

        char before = start > 0 ? _text[start - 1] : ' ';
        if (before is '@' or '\\' or '=' or '#' or '$' or '%' or '&' or '~' or '+' or '-' or '_' or '.' or '^')
        {
            _floor = end;
            return true;
        }

        if (before is ')' or ']' && start > 3 && _text[(start - 3)..(start - 1)].Equals("at", StringComparison.OrdinalIgnoreCase))
        {
            _floor = end;
            return true;
        }

        if (before == ' ' && SpokenAddress(start, end))
        {
            _floor = end;
            return true;
        }

        // "//host/path" is a link without scheme; "lib/host.c" is a file.
        if (before == '/' && !(start > 1 && _text[start - 2] == '/' && (start == 2 || _text[start - 3] is ' ' or '\n' or '(' or '"' or '\'')))
        {
            _floor = end;
            return true;
        }

        return false;
    }

    /// <summary>"anna.berg at nordwind.example", as archives of mailing lists write addresses; "look at nordwind.example" is none.</summary>
    private readonly bool SpokenAddress(int start, int end)
    {
        if (start < 6 || !_text[(start - 4)..start].Equals(" at ", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (end < _text.Length && _text[end] is '>' or ')')
        {
            return true;
        }

        ReadOnlySpan<char> before = _text[Math.Max(0, start - 68)..(start - 4)];
        before = before[(before.LastIndexOfAny(' ', '\n', '<') + 1)..];
        return before.ContainsAny("._") || before.ContainsAnyInRange('0', '9');
    }

    private static bool IsSchemeLetter(char c) => char.IsAsciiLetter(c) || c is '*' or '_';

    private static bool IsLowerLetterOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    /// <summary>Scripts written without blanks are left out: there a host would swallow the sentence around it.</summary>
    private static bool IsHostLetter(char c) => char.IsAsciiLetterOrDigit(c) || c is >= '\u00C0' and < '\u0590' && char.IsLetter(c);

    private static bool IsHostCharacter(char c) => IsHostLetter(c) || c is '.' or '-' or '_';
}
