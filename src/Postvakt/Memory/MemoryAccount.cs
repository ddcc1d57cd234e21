namespace Postvakt.Memory;

/// <summary>Figures about Memory. Times are seconds since 1970, sizes bytes.</summary>
/// <param name="Bytes">On disk with indexes; what shares a file with Memory counts too.</param>
public sealed record MemoryAccount(
    long Messages, long Trusted, long Quiet, long Questioned, long Conversations, long People, long Hosts, long Prints, long First, long Last, long Bytes);
