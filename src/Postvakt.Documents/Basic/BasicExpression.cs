namespace Postvakt.Documents.Basic;

/// <summary>An expression as parsed.</summary>
internal abstract class BasicExpression
{
    /// <param name="value">Text or number.</param>
    public sealed class Constant(object? value) : BasicExpression
    {
        public object? Value { get; } = value;
    }

    public sealed class Name(string text) : BasicExpression
    {
        public string Text { get; } = text;
    }

    /// <param name="target">Null inside "With".</param>
    public sealed class Member(BasicExpression? target, string text) : BasicExpression
    {
        public BasicExpression? Target { get; } = target;

        public string Text { get; } = text;
    }

    /// <summary>A call or an element of an array, which look alike.</summary>
    public sealed class Call(BasicExpression callee, BasicExpression?[] arguments) : BasicExpression
    {
        public BasicExpression Callee { get; } = callee;

        /// <summary>Null for one left out.</summary>
        public BasicExpression?[] Arguments { get; } = arguments;
    }

    /// <summary>Operands of one rank, from left to right: flat, so that a thousand "&amp;" do not nest.</summary>
    public sealed class Chain(BasicExpression first, (string Operator, BasicExpression Operand)[] rest) : BasicExpression
    {
        public BasicExpression First { get; } = first;

        public (string Operator, BasicExpression Operand)[] Rest { get; } = rest;
    }

    public sealed class Unary(string operation, BasicExpression operand) : BasicExpression
    {
        public string Operator { get; } = operation;

        public BasicExpression Operand { get; } = operand;
    }

    public sealed class New(string type) : BasicExpression
    {
        public string Type { get; } = type;
    }

    /// <summary>An argument by name: "Destination:=x".</summary>
    public sealed class Named(string text, BasicExpression value) : BasicExpression
    {
        public string Text { get; } = text;

        public BasicExpression Value { get; } = value;
    }
}
