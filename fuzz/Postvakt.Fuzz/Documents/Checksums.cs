using System.Text;

namespace Postvakt.Fuzz.Documents;

/// <summary>Makes the checksums of a broken file right again, so that readers go on to what is broken.</summary>
internal static class Checksums
{
    public static void Mend(byte[] file)
    {
        if (file.AsSpan().IndexOf("ustar"u8) >= 0) Tar(file);
        if (file.AsSpan().IndexOf("NSR0"u8) >= 0) Udf(file);
        if (file.AsSpan().IndexOf("-lh"u8) is >= 2 and < 64) Lzh(file);
    }

    /// <summary>POSIX.1-2017, pax, "ustar Interchange Format": the sum of a header with its own field as blanks.</summary>
    private static void Tar(byte[] file)
    {
        for (var at = 0; at + 512 <= file.Length; at += 512)
        {
            var head = file.AsSpan(at, 512);
            if (!head[257..].StartsWith("ustar"u8)) continue;
            head.Slice(148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var b in head) sum += b;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(head[148..]);
        }
    }

    /// <summary>ECMA-167 3/7.2.3: the sum of a tag's other bytes.</summary>
    private static void Udf(byte[] file)
    {
        for (var at = 0; at + 16 <= file.Length; at += 4)
        {
            var tag = file.AsSpan(at, 16);
            if (tag[1] > 1 || tag[0] is 0 or > 10 || tag[2] is not (2 or 3) || tag[3] != 0) continue;
            tag[4] = 0;
            var sum = 0;
            foreach (var b in tag) sum += b;
            tag[4] = (byte)sum;
        }
    }

    /// <summary>Levels 0 and 1: the second byte is the sum of those behind it, as many as the first says.</summary>
    private static void Lzh(byte[] file)
    {
        if (file.Length < 22 || file[20] > 1) return;
        var sum = 0;
        for (var i = 2; i < Math.Min(file.Length, 2 + file[0]); i++) sum += file[i];
        file[1] = (byte)sum;
    }
}
