using System.Text;
using System.Text.Json;
using Postvakt.EventLogs.Naming;
using Postvakt.EventLogs.Reading;
using Postvakt.EventLogs.Xml;

namespace Postvakt.EventLogs.Json;

/// <summary>
/// Flattens a JSON object: a field is named by the properties on the way to it, joined by dots. Items of an array are fields of the same name; items that are pairs of a name and a
/// value (Parameters of the audit log, Data of event XML) are named by it.
/// </summary>
internal sealed class JsonFields
{
    private readonly IJsonNames _naming;
    private readonly FieldNames _names;
    private readonly LogLimits _limits;
    private readonly JsonReaderOptions _options;
    private readonly EventXmlFields _xml;
    private readonly Dictionary<string, JsonName> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonName>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly char[] _path = new char[2048];
    private int _bestTime;

    public JsonFields(IJsonNames naming, FieldNames names, LogLimits limits)
    {
        (_naming, _names, _limits) = (naming, names, limits);
        _options = new JsonReaderOptions { MaxDepth = limits.Depth, AllowTrailingCommas = true };
        _bySpan = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        _xml = new EventXmlFields(names, limits);
    }

    /// <summary>Adds the fields and the time of an object.</summary>
    /// <returns>Null, or why the object could be read only in part.</returns>
    public string? Add(ReadOnlySpan<byte> json, LogEvent into)
    {
        _bestTime = int.MaxValue;
        return Add(json, into, isInner: false);
    }

    private string? Add(ReadOnlySpan<byte> json, LogEvent into, bool isInner)
    {
        try
        {
            var reader = new Utf8JsonReader(json, _options);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject) Object(ref reader, 0, into, isInner);
            else if (isInner && reader.TokenType == JsonTokenType.StartArray) Array(ref reader, 0, into, isInner);
            return null;
        }
        catch (JsonException broken)
        {
            return $"The JSON is broken at byte {broken.BytePositionInLine ?? 0:N0} of line {(broken.LineNumber ?? 0) + 1:N0} of the object.";
        }
    }

    private void Object(ref Utf8JsonReader reader, int path, LogEvent into, bool isInner)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var end = Append(path, ref reader);
            reader.Read();
            Value(ref reader, end, into, isInner);
        }
    }

    private void Value(ref Utf8JsonReader reader, int path, LogEvent into, bool isInner)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: Object(ref reader, path, into, isInner); break;
            case JsonTokenType.StartArray: Array(ref reader, path, into, isInner); break;
            case JsonTokenType.String: Text(ref reader, NameOf(path), into, isInner); break;
            case JsonTokenType.Number: Number(ref reader, NameOf(path), into); break;
            case JsonTokenType.True: Put(NameOf(path), "true".AsMemory(), into); break;
            case JsonTokenType.False: Put(NameOf(path), "false".AsMemory(), into); break;
            case JsonTokenType.Null when NameOf(path) is { Use: not JsonUse.Drop } name: into.AddNull(name.Name); break;
        }
    }

    private void Array(ref Utf8JsonReader reader, int path, LogEvent into, bool isInner)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject && IsPair(reader, out var name)) Pair(ref reader, name.Length == 0 ? path : Append(path, name), into, isInner);
            else Value(ref reader, path, into, isInner);
        }
    }

    /// <summary>Whether an object names a value: {"Name": …, "Value": …}, or {"@Name": …, "#text": …} and the same with #attributes.</summary>
    private static bool IsPair(Utf8JsonReader reader, out string name)
    {
        name = "";
        var (hasName, hasValue) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = IsName(reader);
            hasValue |= IsValue(reader);
            var isAttributes = reader.ValueSpan.SequenceEqual("#attributes"u8);
            reader.Read();
            if (isAttributes && reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && IsName(reader))
            {
                reader.Read();
                isName = true;
                if (reader.TokenType == JsonTokenType.String) (name, hasName) = (Name(reader), true);
                while (reader.TokenType != JsonTokenType.EndObject && reader.Read()) reader.Skip();
                continue;
            }
            if (isName && reader.TokenType == JsonTokenType.String) (name, hasName) = (Name(reader), true);
            reader.Skip();
        }
        return hasName && hasValue;
    }

    /// <summary>The value under the name; whatever else the object holds, under the name and its own.</summary>
    private void Pair(ref Utf8JsonReader reader, int path, LogEvent into, bool isInner)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isName, isValue) = (IsName(reader) || reader.ValueSpan.SequenceEqual("#attributes"u8), IsValue(reader));
            var end = isName || isValue ? path : Append(path, ref reader);
            reader.Read();
            if (isName) reader.Skip();
            else Value(ref reader, end, into, isInner);
        }
    }

    // Written with escapes they would be something else to whoever made the log, too.
    private static bool IsName(in Utf8JsonReader reader) =>
        reader.ValueSpan.SequenceEqual("Name"u8) || reader.ValueSpan.SequenceEqual("@Name"u8) || reader.ValueSpan.SequenceEqual("Key"u8) || reader.ValueSpan.SequenceEqual("key"u8) || reader.ValueSpan.SequenceEqual("displayName"u8);

    private static bool IsValue(in Utf8JsonReader reader) =>
        reader.ValueSpan.SequenceEqual("Value"u8) || reader.ValueSpan.SequenceEqual("#text"u8) || reader.ValueSpan.SequenceEqual("value"u8) || reader.ValueSpan.SequenceEqual("NewValue"u8) || reader.ValueSpan.SequenceEqual("newValue"u8);

    private static string Name(in Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > 512) return "";
        Span<char> room = stackalloc char[512];
        return room[..Unescape(reader, room)].ToString();
    }

    private void Text(ref Utf8JsonReader reader, JsonName name, LogEvent into, bool isInner)
    {
        if (name.Use == JsonUse.Drop) return;
        var text = Copy(ref reader, into);
        if (name.TimeRank > 0 && name.TimeRank < _bestTime && (name.Name == "_time" && text.Length < 20 ? TimeText.Epoch(text.Span, 1) ?? TimeText.Read(text.Span) : TimeText.Read(text.Span)) is { } time) (into.Time, _bestTime) = (time, name.TimeRank);
        if (name.Use == JsonUse.Digits && text.Length is > 0 and < 19 && long.TryParse(text.Span, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            into.Add(name.Name, number);
            return;
        }
        Put(name, text, into);
        if (name.Use == JsonUse.Json && !isInner) Inner(reader, text, into);
        else if (name.Use == JsonUse.Xml && text.Span.StartsWith("<Event")) _xml.Add(text.ToString(), into);
    }

    private void Inner(Utf8JsonReader reader, ReadOnlyMemory<char> text, LogEvent into)
    {
        if (text.Span.TrimStart() is not (['{', ..] or ['[', ..])) return;
        var bytes = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(text.ToString()) : reader.ValueSpan;
        // Its fields count as those of the event; the way that led here is needed again afterwards.
        var way = _path.AsSpan().ToArray();
        if (Add(bytes, into, isInner: true) is not null) into.IsPartial = true;
        way.CopyTo(_path, 0);
    }

    private static void Number(ref Utf8JsonReader reader, JsonName name, LogEvent into)
    {
        if (name.Use == JsonUse.Drop) return;
        if (reader.TryGetInt64(out var number))
        {
            into.Add(name.Name, number);
            if (name.Also is { } also) into.Add(also, number);
            return;
        }
        var room = into.Reserve(reader.ValueSpan.Length);
        if (room.Length < reader.ValueSpan.Length) return;
        Put(name, into.Keep(Encoding.UTF8.GetChars(reader.ValueSpan, room)), into);
    }

    private static void Put(JsonName name, ReadOnlyMemory<char> text, LogEvent into)
    {
        if (name.Use == JsonUse.Drop) return;
        into.Add(name.Name, text);
        if (name.Also is { } also) into.Add(also, text);
    }

    private static ReadOnlyMemory<char> Copy(ref Utf8JsonReader reader, LogEvent into)
    {
        var bytes = reader.ValueSpan;
        var room = into.Reserve(bytes.Length);
        if (room.Length < bytes.Length) return default;
        return into.Keep(Unescape(reader, room));
    }

    /// <summary>The text, or the name, that the reader stands at. Half a surrogate pair, escaped, is told as it is written.</summary>
    private static int Unescape(in Utf8JsonReader reader, Span<char> into)
    {
        if (!reader.ValueIsEscaped) return Encoding.UTF8.GetChars(reader.ValueSpan, into);
        try
        {
            return reader.CopyString(into);
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetChars(reader.ValueSpan, into);
        }
    }

    private int Append(int path, ref Utf8JsonReader reader)
    {
        // What is longer is no name that anybody knows; its beginning stands for it.
        var size = Math.Min(reader.ValueSpan.Length, 512);
        if (path + 1 + size > _path.Length) return path;
        if (path > 0) _path[path++] = '.';
        return path + (size < reader.ValueSpan.Length ? Encoding.UTF8.GetChars(reader.ValueSpan[..size], _path.AsSpan(path)) : Unescape(reader, _path.AsSpan(path)));
    }

    private int Append(int path, string name)
    {
        if (path + 1 + name.Length > _path.Length) return path;
        if (path > 0) _path[path++] = '.';
        name.CopyTo(_path.AsSpan(path));
        return path + name.Length;
    }

    private JsonName NameOf(int length)
    {
        var path = _path.AsSpan(0, length);
        if (_bySpan.TryGetValue(path, out var known)) return known;
        var name = _naming.Of(path.ToString(), _names);
        if (_known.Count < _limits.Names) _known[path.ToString()] = name;
        return name;
    }
}
