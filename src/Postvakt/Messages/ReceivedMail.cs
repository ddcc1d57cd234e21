namespace Postvakt.Messages;

/// <summary>The bytes of one mail and where they came from. Owns the stream.</summary>
/// <param name="Path">File or session it came from, as given by the user.</param>
/// <param name="Index">Position in an mbox, from 0; 0 for single files.</param>
/// <param name="Content">Seekable, at its start.</param>
/// <param name="ArrivedAt">When the source says it arrived (mbox From_ line, session clock), or null.</param>
public sealed record ReceivedMail(string Path, int Index, Stream Content, Envelope Envelope, DateTimeOffset? ArrivedAt) : IDisposable
{
    /// <summary>The source could not give all of it.</summary>
    public bool IsCut { get; init; }

    public void Dispose() => Content.Dispose();
}
