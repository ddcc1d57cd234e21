using Postvakt.Detection;
using Postvakt.Messages;

namespace Postvakt.Server.Connectors;

/// <summary>Somebody else who is asked about a mail before it is judged.</summary>
internal interface IConnector
{
    /// <summary>For the log, metrics and findings.</summary>
    string Name { get; }

    /// <summary>For one mail.</summary>
    TimeSpan Time { get; }

    /// <summary>What it found; throws <see cref="IOException"/>, <see cref="HttpRequestException"/> or <see cref="OperationCanceledException"/> where it does not answer.</summary>
    /// <param name="content">The mail's bytes, seekable, for this connector alone while it is asked.</param>
    Task<IReadOnlyList<Finding>> AskAsync(Message message, Stream content, CancellationToken cancellation);
}
