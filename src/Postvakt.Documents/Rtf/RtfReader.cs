using System.Buffers;
using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Rtf;

/// <summary>
/// Rich text (RTF specification 1.9.1): objects, fields, templates and shown text. As Word does, everything that is no hexadecimal digit inside object
/// data is passed over, and groups need not be closed.
/// </summary>
internal sealed class RtfReader : IFileReader
{
    private const int MaxDepth = 2000;
    private const int MaxText = 200_000;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var run = new Run(file, content, inspection);
        run.Scan();
        run.Finish();
    }

    /// <summary>What the enclosing group makes of characters.</summary>
    private enum Destination
    {
        Text,
        Skipped,
        ObjectData,
        ObjectClass,
        Field,
        Template,
        Title,
    }

    private sealed class Run(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        private readonly Stack<Destination> _groups = new();
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _field = new();
        private readonly StringBuilder _value = new();
        private readonly ArrayBufferWriter<byte> _data = new();
        private Destination _now = Destination.Text;
        private int _half = -1;
        private bool _updates;

        public void Scan()
        {
            var span = content.Span;
            for (var at = 0; at < span.Length;)
            {
                if ((at & 0xFF) == 0) inspection.Budget.Look();
                switch (span[at])
                {
                    case (byte)'{':
                        if (_groups.Count < MaxDepth) _groups.Push(_now);
                        at++;
                        break;
                    case (byte)'}':
                        if (_groups.Count > 0) Leave(_groups.Pop());
                        at++;
                        break;
                    case (byte)'\\':
                        at = Control(span, at + 1);
                        break;
                    default:
                        Character((char)span[at++]);
                        break;
                }
            }
            while (_groups.Count > 0) Leave(_groups.Pop());
            Leave(Destination.Text);
        }

        public void Finish() => inspection.Show(file, _text.ToString(), "text");

        private void Character(char c)
        {
            switch (_now)
            {
                case Destination.Text when c is not ('\r' or '\n') && _text.Length < MaxText:
                    _text.Append(c);
                    break;
                case Destination.Field when c is not ('\r' or '\n') && _field.Length < 8192:
                    _field.Append(c);
                    break;
                case Destination.Template or Destination.ObjectClass or Destination.Title when c is not ('\r' or '\n') && _value.Length < 2048:
                    _value.Append(c);
                    break;
                case Destination.ObjectData when char.IsAsciiHexDigit(c) && _data.WrittenCount < inspection.Budget.Limits.FileBytes:
                    var digit = char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
                    if (_half < 0)
                    {
                        _half = digit;
                        break;
                    }
                    _data.GetSpan(1)[0] = (byte)(_half << 4 | digit);
                    _data.Advance(1);
                    _half = -1;
                    break;
                default:
                    break;
            }
        }

        /// <summary>A control word or symbol behind its backslash; returns where to go on.</summary>
        private int Control(ReadOnlySpan<byte> span, int at)
        {
            if (at >= span.Length) return at;
            var c = (char)span[at];
            if (c == '\'' && at + 2 < span.Length)
            {
                if (_now != Destination.ObjectData && byte.TryParse(span.Slice(at + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code)) Character((char)code);
                return at + 3;
            }
            if (!char.IsAsciiLetter(c))
            {
                if (c is '\\' or '{' or '}' && _now != Destination.ObjectData) Character(c);
                return at + 1;
            }
            var start = at;
            while (at < span.Length && char.IsAsciiLetter((char)span[at]) && at - start < 40) at++;
            var word = Encoding.Latin1.GetString(span[start..at]);
            var numberStart = at;
            if (at < span.Length && span[at] == '-') at++;
            while (at < span.Length && span[at] is >= (byte)'0' and <= (byte)'9' && at - numberStart < 11) at++;
            var hasNumber = int.TryParse(span[numberStart..at], System.Globalization.NumberStyles.AllowLeadingSign, null, out var number);
            if (at < span.Length && span[at] == ' ') at++;
            return Word(word, hasNumber ? number : null, span, at);
        }

        private int Word(string word, int? number, ReadOnlySpan<byte> span, int at)
        {
            switch (word)
            {
                case "bin" when number > 0:
                    var length = Math.Min(number.Value, span.Length - at);
                    if (_now == Destination.ObjectData) _data.Write(span.Slice(at, length));
                    return at + length;
                case "u" when number is not null:
                    Character((char)(ushort)number.Value);
                    // 1.9.1 "Unicode RTF": one character for old readers follows.
                    return at < span.Length && span[at] is not ((byte)'\\' or (byte)'{' or (byte)'}') ? at + 1 : at;
                case "par" or "line" or "tab" or "cell":
                    Character(' ');
                    break;
                case "objdata":
                    _now = Destination.ObjectData;
                    break;
                case "objclass":
                    _now = Destination.ObjectClass;
                    break;
                case "objautlink" or "objupdate":
                    _updates = true;
                    break;
                case "fldinst":
                    _now = Destination.Field;
                    break;
                case "template":
                    _now = Destination.Template;
                    break;
                case "title":
                    _now = Destination.Title;
                    break;
                case "fonttbl" or "colortbl" or "stylesheet" or "pict" or "themedata" or "datastore" or "colorschememapping" or "latentstyles" or "listtable" or "rsidtbl" or "generator" or "xmlnstbl":
                    if (_now != Destination.ObjectData) _now = Destination.Skipped;
                    break;
                default:
                    break;
            }
            return at;
        }

        /// <summary>A group ends: what it gathered is read if the group around it is another destination.</summary>
        private void Leave(Destination outer)
        {
            if (outer == _now) return;
            switch (_now)
            {
                case Destination.ObjectData when _data.WrittenCount > 0:
                    var data = _data.WrittenSpan.ToArray();
                    inspection.Budget.Expand(data.Length);
                    _data.Clear();
                    _half = -1;
                    OldObject.Read(file, data, _updates, inspection);
                    break;
                case Destination.ObjectClass:
                    if (_value.ToString().Contains("equation", StringComparison.OrdinalIgnoreCase)) file.Find(FindingKinds.EquationObject, _value.ToString(), "objclass");
                    break;
                case Destination.Template:
                    RemoteParts.Template(file, _value.ToString().Trim(), "template");
                    break;
                case Destination.Title:
                    file.Property("title", _value.ToString());
                    break;
                case Destination.Field:
                    FieldCode.Read(file, _field.ToString(), "field");
                    _field.Clear();
                    break;
                default:
                    break;
            }
            _value.Clear();
            _now = outer;
        }
    }
}
