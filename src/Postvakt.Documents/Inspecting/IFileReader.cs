using Postvakt.Documents.Report;

namespace Postvakt.Documents.Inspecting;

/// <summary>Reads one family of formats. Has no state of its own: one instance serves all.</summary>
internal interface IFileReader
{
    /// <summary>
    /// Writes what it finds into <paramref name="file"/>, hands inner files to <see cref="Inspection.Open"/> and shown text to
    /// <see cref="Inspection.Show"/>. What was found before an exception stays.
    /// </summary>
    /// <exception cref="LimitException">A limit is reached.</exception>
    /// <exception cref="MalformedException">The content contradicts the format.</exception>
    void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection);
}
