using Postvakt.Messages;
using Postvakt.Rules;

namespace Postvakt.Intake.Looks;

/// <summary>A held mail judged once more for whom looks at it: what of it deviates from what is known now. Changes nothing, is recorded nowhere.</summary>
/// <param name="Habits">What deviates.</param>
/// <param name="Files">Attached files, as trees.</param>
public sealed record SecondLook(IReadOnlyList<HabitPair> Habits, IReadOnlyList<FileSight> Files)
{
    /// <param name="looked">What rules saw of its files.</param>
    public static SecondLook Of(Message message, Judge judge, RuleMail? looked) => new(HabitPair.Of(judge.Examine(message, looked: looked)), FileSight.Of(message.Attachments));
}
