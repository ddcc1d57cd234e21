using System.Buffers.Binary;

namespace Postvakt.EventLogs.Evtx;

/// <summary>Times of Windows as UTC, and as they are written in event XML.</summary>
internal static class FileTime
{
    public const int Characters = 28;

    /// <summary>9999-12-31T23:59:59.9999999Z.</summary>
    private const long Latest = 2_650_467_743_999_999_999;

    /// <summary>Null for what no calendar holds.</summary>
    public static DateTime? ToTime(long ticks) => ticks is >= 0 and <= Latest ? DateTime.FromFileTimeUtc(ticks) : null;

    /// <summary>SYSTEMTIME: eight 16-bit numbers.</summary>
    public static DateTime? ToTime(ReadOnlySpan<byte> parts)
    {
        int Part(ReadOnlySpan<byte> from, int n) => BinaryPrimitives.ReadUInt16LittleEndian(from[(n * 2)..]);
        var (year, month, day, hour, minute, second, thousandth) = (Part(parts, 0), Part(parts, 1), Part(parts, 3), Part(parts, 4), Part(parts, 5), Part(parts, 6), Part(parts, 7));
        var isReal = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60 && thousandth < 1000;
        return isReal ? new DateTime(year, month, day, hour, minute, second, thousandth, DateTimeKind.Utc) : null;
    }

    /// <summary>As in event XML: seven digits of a second, Z.</summary>
    public static void Write(DateTime time, Span<char> into)
    {
        time.TryFormat(into, out _, "yyyy-MM-ddTHH:mm:ss.fffffffZ", System.Globalization.CultureInfo.InvariantCulture);
    }
}
