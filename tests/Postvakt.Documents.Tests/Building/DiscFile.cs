namespace Postvakt.Documents.Tests.Building;

/// <summary>A file of an image that <see cref="DiscMaker"/> or <see cref="VolumeMaker"/> writes.</summary>
/// <param name="Trees">Of a disc: which of its trees list the file; "iju" for ISO 9660, Joliet and UDF.</param>
internal sealed record DiscFile(string Name, byte[] Content, bool Hidden = false, string Trees = "iju");
