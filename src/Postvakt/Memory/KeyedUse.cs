namespace Postvakt.Memory;

/// <summary>What a keyed number stands for. The values are stored; do not renumber.</summary>
public enum KeyedUse : byte
{
    KeyName = 0,
    MessageId = 1,
    Subject = 2,
    Name = 4,
    Habit = 5,
    Signal = 6,
    SearchTerm = 7,
}
