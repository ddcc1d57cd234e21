namespace Postvakt.Documents.Basic;

/// <summary>A statement as parsed.</summary>
internal abstract class BasicStatement
{
    public int Line { get; init; }

    public sealed class Assign(BasicExpression target, BasicExpression value) : BasicStatement
    {
        public BasicExpression Target { get; } = target;

        public BasicExpression Value { get; } = value;
    }

    public sealed class Do(BasicExpression expression) : BasicStatement
    {
        public BasicExpression Expression { get; } = expression;
    }

    /// <summary>"If" and "Select Case": the first branch whose condition holds; a null condition always does.</summary>
    public sealed class Branches(List<(BasicExpression? Condition, List<BasicStatement> Body)> all) : BasicStatement
    {
        public List<(BasicExpression? Condition, List<BasicStatement> Body)> All { get; } = all;
    }

    public sealed class For(string variable, BasicExpression from, BasicExpression to, BasicExpression? step, List<BasicStatement> body) : BasicStatement
    {
        public string Variable { get; } = variable;

        public BasicExpression From { get; } = from;

        public BasicExpression To { get; } = to;

        public BasicExpression? Step { get; } = step;

        public List<BasicStatement> Body { get; } = body;
    }

    public sealed class ForEach(string variable, BasicExpression items, List<BasicStatement> body) : BasicStatement
    {
        public string Variable { get; } = variable;

        public BasicExpression Items { get; } = items;

        public List<BasicStatement> Body { get; } = body;
    }

    /// <summary>"Do" and "While".</summary>
    /// <param name="condition">Null for a loop without end.</param>
    /// <param name="isUntil">Ends when the condition holds.</param>
    /// <param name="isAfter">The condition stands behind the body.</param>
    public sealed class Loop(BasicExpression? condition, bool isUntil, bool isAfter, List<BasicStatement> body) : BasicStatement
    {
        public BasicExpression? Condition { get; } = condition;

        public bool IsUntil { get; } = isUntil;

        public bool IsAfter { get; } = isAfter;

        public List<BasicStatement> Body { get; } = body;
    }

    public sealed class With(BasicExpression target, List<BasicStatement> body) : BasicStatement
    {
        public BasicExpression Target { get; } = target;

        public List<BasicStatement> Body { get; } = body;
    }

    /// <summary>A variable or constant.</summary>
    /// <param name="bound">Upper bound of an array.</param>
    public sealed class Declare(string variable, string type, bool isNew, bool isArray, BasicExpression? bound, BasicExpression? value) : BasicStatement
    {
        public string Variable { get; } = variable;

        public string Type { get; } = type;

        public bool IsNew { get; } = isNew;

        public bool IsArray { get; } = isArray;

        public BasicExpression? Bound { get; } = bound;

        public BasicExpression? Value { get; } = value;

        /// <summary>"ReDim Preserve" keeps what is there.</summary>
        public bool Keeps { get; init; }
    }

    /// <param name="mode">"output", "append", "binary", "input", "random".</param>
    public sealed class Open(BasicExpression path, string mode, BasicExpression? number) : BasicStatement
    {
        public BasicExpression Path { get; } = path;

        public string Mode { get; } = mode;

        public BasicExpression? Number { get; } = number;
    }

    /// <summary>"Print #", "Write #", "Put #".</summary>
    public sealed class Output(BasicExpression? number, BasicExpression?[] values) : BasicStatement
    {
        public BasicExpression? Number { get; } = number;

        public BasicExpression?[] Values { get; } = values;
    }

    /// <summary>"Exit For", "Exit Sub" and their kin; "end" for the whole program.</summary>
    public sealed class Exit(string what) : BasicStatement
    {
        public string What { get; } = what;
    }
}
