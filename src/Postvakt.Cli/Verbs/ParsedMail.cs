using Postvakt.Messages;

namespace Postvakt.Cli.Verbs;

/// <summary>A mail and how long it took to read.</summary>
internal sealed record ParsedMail(Message Message, TimeSpan Parsing);
