using System.Globalization;
using System.Text;

namespace Postvakt.Rules;

/// <summary>
/// When domains were registered, from a file that the operator supplies: nothing is asked of anybody. A line is <c>domain TAB date</c> (ISO 8601), and a third column may name the registrar. Some 20 bytes a domain in memory.
/// </summary>
public sealed class DomainAges
{
    /// <summary>Bytes of a file. 256 MiB: some 10 million names; reading them takes a few times as much for a moment.</summary>
    private const long MaxBytes = 256L << 20;

    private const int MaxRegistrars = ushort.MaxValue;

    private readonly byte[] _names;
    private readonly int[] _starts;
    private readonly ushort[] _days;
    private readonly ushort[] _registrars;
    private readonly string[] _registrarNames;

    private DomainAges(byte[] names, int[] starts, ushort[] days, ushort[] registrars, string[] registrarNames) =>
        (_names, _starts, _days, _registrars, _registrarNames) = (names, starts, days, registrars, registrarNames);

    public int Count => _days.Length;

    /// <summary>Reads a file.</summary>
    /// <param name="wrong">Lines that are none; they are left out.</param>
    /// <exception cref="IOException">It cannot be read, or is larger than 256 MiB.</exception>
    public static DomainAges Read(Stream stream, out int wrong)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.CanSeek && stream.Length > MaxBytes) throw new IOException("larger than 256 MiB");
        var (rows, bad) = (new List<(string Name, ushort Day, ushort Registrar)>(), 0);
        var registrars = new Dictionary<string, ushort>(StringComparer.Ordinal) { [""] = 0 };
        using var reader = new StreamReader(stream, Encoding.UTF8, true, 1 << 16, leaveOpen: true);
        for (var read = 0L; reader.ReadLine() is { } line;)
        {
            if ((read += line.Length + 1) > MaxBytes) throw new IOException("larger than 256 MiB");
            if (line.Length == 0 || line[0] == '#') continue;
            var columns = line.Split('\t');
            if (columns.Length < 2 || RuleDomain.Of(columns[0].Trim()) is not { } domain || !Ascii.IsValid(domain.Name)
                || !DateOnly.TryParseExact(columns[1].AsSpan().Trim() is { Length: > 10 } long_ ? long_[..10] : columns[1].AsSpan().Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || date < First)
            {
                bad++;
                continue;
            }
            var registrar = columns.Length > 2 ? columns[2].Trim() : "";
            if (!registrars.TryGetValue(registrar, out var number) && registrars.Count < MaxRegistrars) registrars[registrar] = number = (ushort)registrars.Count;
            rows.Add((domain.Name, (ushort)(date.DayNumber - First.DayNumber), number));
        }
        wrong = bad;
        return Of(rows, registrars);
    }

    /// <summary>Null for a domain that is not in the file.</summary>
    /// <param name="domain">Lower case, as it stands in the DNS.</param>
    public (DateOnly Registered, string Registrar)? Find(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        var name = Encoding.ASCII.GetBytes(domain);
        var (low, high) = (0, _days.Length - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var order = _names.AsSpan(_starts[middle], _starts[middle + 1] - _starts[middle]).SequenceCompareTo(name);
            if (order == 0) return (First.AddDays(_days[middle]), _registrarNames[_registrars[middle]]);
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }

    /// <summary>Before the first domain of .com (15 March 1985); 65,535 days reach far enough.</summary>
    private static DateOnly First => new(1980, 1, 1);

    private static DomainAges Of(List<(string Name, ushort Day, ushort Registrar)> rows, Dictionary<string, ushort> registrars)
    {
        // Of a name that comes twice the later line counts; the sort is stable.
        var sorted = rows.Select((r, i) => (r, i)).OrderBy(x => x.r.Name, StringComparer.Ordinal).ThenByDescending(x => x.i).DistinctBy(x => x.r.Name).Select(x => x.r).ToArray();
        var names = new byte[sorted.Sum(r => r.Name.Length)];
        var starts = new int[sorted.Length + 1];
        for (var i = 0; i < sorted.Length; i++) starts[i + 1] = starts[i] + Encoding.ASCII.GetBytes(sorted[i].Name, names.AsSpan(starts[i]));
        return new(names, starts, [.. sorted.Select(r => r.Day)], [.. sorted.Select(r => r.Registrar)], [.. registrars.OrderBy(r => r.Value).Select(r => r.Key)]);
    }
}
