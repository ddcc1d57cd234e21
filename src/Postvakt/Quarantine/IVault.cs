namespace Postvakt.Quarantine;

/// <summary>
/// Keeps the bytes of held mail, each sealed with a data key of its own that the quarantine master key wraps. Recording: a
/// <see cref="Put"/> that returns has the bytes on disk. Safe for concurrent use.
/// </summary>
public interface IVault
{
    /// <summary>Keeps the rest of a stream under an id, replacing an earlier one. Throws when it cannot.</summary>
    void Put(string id, Stream content);

    /// <summary>The bytes as put, checked while read, or null when there are none. Reading throws <see cref="InvalidDataException"/> when they were changed.</summary>
    Stream? Open(string id);

    /// <summary>Forgets an id; unknown ids are no error.</summary>
    void Delete(string id);
}
