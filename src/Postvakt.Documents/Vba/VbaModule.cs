namespace Postvakt.Documents.Vba;

/// <summary>A module as read, before anything is made of its code.</summary>
/// <param name="Name">Without extension.</param>
/// <param name="Extension">"bas", "cls", "frm"; "vba" where nothing tells.</param>
/// <param name="Stream">Path for people: part, storage, stream.</param>
/// <param name="PCode">What lies before the source in its stream: the compiled form that Office runs when its version fits.</param>
internal sealed record VbaModule(string Name, string Extension, string Stream, string Source, ReadOnlyMemory<byte> PCode, int CodePage)
{
    public string FileName => $"{Name}.{Extension}";
}
