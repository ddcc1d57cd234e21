namespace Postvakt.Server.Taxii;

/// <summary>Takes what partners hand in, to be looked through later. Bounded: it says when it is full.</summary>
internal interface ITaxiiInbox
{
    /// <summary>Whether anything is taken at all.</summary>
    bool IsOpen { get; }

    /// <summary>Keeps a bundle or envelope of STIX 2.1; it is permanent when this ends. False where it is full: the partner tries again later.</summary>
    /// <param name="source">Account that handed it in.</param>
    Task<bool> TryPutAsync(string source, ReadOnlyMemory<byte> bundle, CancellationToken cancellation);
}
