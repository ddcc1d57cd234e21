using System.Text;

namespace Postvakt.Server.Directories.Csv;

/// <summary>
/// Records of RFC 4180, strictly: a quote inside an unquoted field, or anything but a separator after a closing one, is a fault of that record, and
/// the next one is read on. Line ends may be LF alone.
/// </summary>
internal sealed class CsvReader(TextReader text, char separator)
{
    private readonly StringBuilder _field = new();
    private int _line = 1;

    /// <summary>Line on which the last record began, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>What is wrong with the last record, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads a record; false at the end. Empty lines are passed over.</summary>
    public bool Read(List<string> fields)
    {
        while (text.Peek() is '\r' or '\n') Take();
        fields.Clear();
        if (text.Peek() < 0) return false;
        (Line, Fault) = (_line, null);
        do fields.Add(Field());
        while (Ends());
        return true;
    }

    private string Field()
    {
        _field.Clear();
        if (text.Peek() != '"')
        {
            while (!AtEnd())
            {
                var c = Take();
                if (c == '"') Fault ??= "a quote inside a field; a field with quotes stands in quotes, and those in it are doubled";
                Keep(c);
            }
            return _field.ToString();
        }
        Take();
        while (true)
        {
            if (text.Peek() < 0)
            {
                Fault = "a quote is not closed up to the end of the file";
                return "";
            }
            var c = Take();
            if (c != '"') Keep(c);
            else if (text.Peek() == '"') Keep(Take());
            else break;
        }
        while (!AtEnd())
        {
            Take();
            Fault ??= "something stands between a closing quote and the next separator";
        }
        return _field.ToString();
    }

    /// <summary>True where a separator was passed: another field follows.</summary>
    private bool Ends()
    {
        if (text.Peek() == separator)
        {
            Take();
            return true;
        }
        if (text.Peek() == '\r') Take();
        if (text.Peek() == '\n') Take();
        return false;
    }

    private bool AtEnd() => text.Peek() is -1 or '\r' or '\n' || text.Peek() == separator;

    private void Keep(char c)
    {
        if (_field.Length < DirectoryText.MaxField) _field.Append(c);
        else Fault ??= $"a field of more than {DirectoryText.MaxField:N0} characters";
    }

    private char Take()
    {
        var c = (char)text.Read();
        if (c == '\n') _line++;
        return c;
    }
}
