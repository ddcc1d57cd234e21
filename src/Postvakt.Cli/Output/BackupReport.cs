using System.Globalization;
using System.Text.Json;
using Postvakt.Storage.Backups;

namespace Postvakt.Cli.Output;

/// <summary>Says what was copied, and what the copy lacks.</summary>
internal static class BackupReport
{
    public static void Write(TextWriter output, string what, string folder, BackupResult result, bool json)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { folder, files = result.Files, bytes = result.Bytes, key_id = result.KeyId, notice = result.Notice }));
            return;
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {folder}: {result.Files:N0} files, {result.Bytes:N0} bytes, every one checked"));
        output.WriteLine(result.Notice);
    }
}
