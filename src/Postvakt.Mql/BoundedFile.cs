using System.Globalization;
using System.Text;

namespace Postvakt.Mql;

/// <summary>A text file of bounded size.</summary>
internal static class BoundedFile
{
    public static bool Read(string path, int most, out string text, out string fault)
    {
        (text, fault) = ("", "");
        try
        {
            // Not by the length that it says: devices and pipes say 0.
            using var file = File.OpenRead(path);
            var bytes = new byte[Math.Min(most, Math.Max(file.CanSeek ? file.Length : most, 4_096)) + 1];
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read > most)
            {
                fault = string.Create(CultureInfo.InvariantCulture, $"larger than {most >> 20} MiB");
                return false;
            }
            using var reader = new StreamReader(new MemoryStream(bytes, 0, read), Encoding.UTF8);
            text = reader.ReadToEnd();
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = "cannot be read: " + refused.Message;
            return false;
        }
    }
}
