using System.Text;

namespace Postvakt.Messages.Links;

/// <summary>
/// Labels between Unicode and A-label form (RFC 3492). Own code, because the framework's mapping throws on what hostile
/// mail holds, and refuses labels that browsers resolve.
/// </summary>
internal static class Punycode
{
    private const int Base = 36, TMin = 1, TMax = 26, Skew = 38, Damp = 700, InitialBias = 72, InitialN = 128;
    private const int MaxLabel = 63;

    /// <summary>Appends "xn--…" for a label with non-ASCII letters; false when it would be longer than a label may be.</summary>
    public static bool TryEncode(ReadOnlySpan<char> label, StringBuilder to)
    {
        Span<int> points = stackalloc int[MaxLabel];
        int length = 0;
        foreach (Rune rune in label.EnumerateRunes())
        {
            if (length == MaxLabel)
            {
                return false;
            }

            points[length++] = rune.Value;
        }

        points = points[..length];
        int from = to.Length;
        to.Append("xn--");
        int basic = 0;
        foreach (int point in points)
        {
            if (point < InitialN)
            {
                to.Append((char)point);
                basic++;
            }
        }

        if (basic > 0)
        {
            to.Append('-');
        }

        int n = InitialN, delta = 0, bias = InitialBias, handled = basic;
        while (handled < length)
        {
            int next = int.MaxValue;
            foreach (int point in points)
            {
                next = point >= n && point < next ? point : next;
            }

            delta += (next - n) * (handled + 1);
            n = next;
            foreach (int point in points)
            {
                if (point < n)
                {
                    delta++;
                }
                else if (point == n)
                {
                    AppendNumber(to, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            n++;
        }

        return to.Length - from <= MaxLabel;
    }

    /// <summary>Appends the Unicode form of a label that begins with "xn--"; false, with nothing appended, when it is malformed.</summary>
    public static bool TryDecode(ReadOnlySpan<char> label, StringBuilder to)
    {
        if (label.Length is < 5 or > MaxLabel || !label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ReadOnlySpan<char> input = label[4..];
        Span<int> points = stackalloc int[MaxLabel];
        int basic = Math.Max(input.LastIndexOf('-'), 0);
        for (int i = 0; i < basic; i++)
        {
            if (!char.IsAscii(input[i]))
            {
                return false;
            }

            points[i] = input[i];
        }

        int length = basic, n = InitialN, bias = InitialBias, index = 0;
        for (int at = basic > 0 ? basic + 1 : 0; at < input.Length;)
        {
            int before = index;
            long weight = 1, sum = index;
            for (int k = Base; ; k += Base)
            {
                int digit = at < input.Length ? Digit(input[at++]) : -1;
                if (digit < 0 || (sum += digit * weight) > int.MaxValue)
                {
                    return false;
                }

                int threshold = Math.Clamp(k - bias, TMin, TMax);
                if (digit < threshold)
                {
                    break;
                }

                weight *= Base - threshold;
                if (weight > int.MaxValue)
                {
                    return false;
                }
            }

            length++;
            index = (int)sum;
            bias = Adapt(index - before, length, before == 0);
            n += index / length;
            index %= length;
            if (!Rune.IsValid(n) || length > MaxLabel)
            {
                return false;
            }

            points[index..(length - 1)].CopyTo(points[(index + 1)..]);
            points[index++] = n;
        }

        foreach (int point in points[..length])
        {
            to.Append(new Rune(point).ToString());
        }

        return true;
    }

    private static void AppendNumber(StringBuilder to, int value, int bias)
    {
        for (int k = Base; ; k += Base)
        {
            int threshold = Math.Clamp(k - bias, TMin, TMax);
            if (value < threshold)
            {
                to.Append(Letter(value));
                return;
            }

            to.Append(Letter(threshold + ((value - threshold) % (Base - threshold))));
            value = (value - threshold) / (Base - threshold);
        }
    }

    private static int Adapt(int delta, int count, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / count;
        int k = 0;
        while (delta > (Base - TMin) * TMax / 2)
        {
            delta /= Base - TMin;
            k += Base;
        }

        return k + ((Base - TMin + 1) * delta / (delta + Skew));
    }

    private static char Letter(int digit) => (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);

    private static int Digit(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= 'A' and <= 'Z' => c - 'A',
        >= '0' and <= '9' => c - '0' + 26,
        _ => -1,
    };
}
