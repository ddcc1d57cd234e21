using Postvakt.Messages;

namespace Postvakt.Rules;

/// <param name="Position">Counted from below, from 0.</param>
internal sealed record RuleField(MailField Field, int Position);
