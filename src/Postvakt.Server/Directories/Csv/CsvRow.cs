namespace Postvakt.Server.Directories.Csv;

/// <summary>One record of a file under its header. What is wrong becomes a sentence with file and line.</summary>
internal sealed class CsvRow(string path, int line, IReadOnlyList<string> header, IReadOnlyList<string> fields, List<string> errors)
{
    public int Line => line;

    /// <summary>The value, trimmed; empty where the column or the value is missing.</summary>
    public string Text(string column)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i] == column) return DirectoryText.Line(fields[i]);
        }
        return "";
    }

    public string Required(string column)
    {
        var text = Text(column);
        if (text.Length == 0) Fault($"{column} is missing");
        return text;
    }

    /// <summary>Lower case, or empty where there is none.</summary>
    public string Address(string column, bool required = false)
    {
        var text = required ? Required(column) : Text(column);
        if (text.Length == 0) return "";
        if (DirectoryText.Address(text) is { } address) return address;
        Fault($"{column}: \"{DirectoryText.Show(text)}\" is no address");
        return "";
    }

    public IReadOnlyList<string> Addresses(string column)
    {
        var addresses = new List<string>();
        foreach (var word in Words(column, ';', ' '))
        {
            if (DirectoryText.Address(word) is { } address) addresses.Add(address);
            else Fault($"{column}: \"{DirectoryText.Show(word)}\" is no address");
        }
        return addresses;
    }

    public IReadOnlyList<string> Words(string column, params char[] separators) =>
        Text(column).Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool Switch(string column)
    {
        var text = Text(column).ToLowerInvariant();
        if (text is "yes" or "true" or "1") return true;
        if (text is not ("" or "no" or "false" or "0")) Fault($"{column}: \"{DirectoryText.Show(text)}\" is neither yes nor no");
        return false;
    }

    public void Fault(string sentence) => errors.Add($"{path}, line {line}: {sentence}");
}
