using System.Runtime.CompilerServices;

namespace Postvakt.Documents.Basic;

internal sealed partial class BasicParser
{
    private const int MaxArguments = 5000;
    private const int MaxChain = 20_000;

    /// <summary>Where the parenthesis stood that the last statement call was read from; 0 for none.</summary>
    private int _openedAt;

    private const int NotRank = 6;
    private const int SignRank = 13;

    /// <summary>[MS-VBAL] 5.6.9: how tightly an operator binds; 0 for what is none.</summary>
    private static int RankOf(BasicToken token) => token.Kind is BasicTokenKind.Symbol or BasicTokenKind.Name
        ? token.Text switch
        {
            "imp" => 1,
            "eqv" => 2,
            "xor" => 3,
            "or" => 4,
            "and" => 5,
            "=" or "<>" or "<" or ">" or "<=" or ">=" or "like" or "is" => 7,
            "&" => 8,
            "+" or "-" => 9,
            "mod" => 10,
            "\\" => 11,
            "*" or "/" => 12,
            "^" => 14,
            _ => 0,
        }
        : 0;

    private BasicExpression Expression()
    {
        if (++_depth > MaxDepth * 2 || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _depth--;
            SkipStatement();
            return new BasicExpression.Constant(null);
        }
        var expression = Climb(1);
        _depth--;
        return expression;
    }

    /// <summary>Operators that bind at least so tightly, those of one rank in one chain.</summary>
    private BasicExpression Climb(int least)
    {
        var left = Prefix();
        while (RankOf(Now) is var rank && rank >= least)
        {
            var rest = new List<(string, BasicExpression)>();
            while (RankOf(Now) == rank && rest.Count < MaxChain)
            {
                var operation = _tokens[At++].Text;
                rest.Add((operation, Climb(rank + 1)));
            }
            left = new BasicExpression.Chain(left, [.. rest]);
        }
        return left;
    }

    private BasicExpression Prefix()
    {
        var isNot = Now.IsName("not");
        if (!isNot && !Now.Is("-") && !Now.Is("+")) return Postfix(isStatement: false);
        // "Not Not Not …" nests as parentheses do.
        if (++_depth > MaxDepth * 2)
        {
            _depth--;
            SkipStatement();
            return new BasicExpression.Constant(null);
        }
        var sign = _tokens[At++].Text;
        var operand = Climb(isNot ? NotRank : SignRank);
        _depth--;
        return sign == "+" ? operand : new BasicExpression.Unary(sign, operand);
    }

    /// <summary>An operand with its members and argument lists.</summary>
    /// <param name="isStatement">A blank before "(" may then begin the first argument, not a list.</param>
    private BasicExpression Postfix(bool isStatement)
    {
        var opened = 0;
        var expression = Now.Is(".") ? new BasicExpression.Member(null, MemberName()) : Operand();
        for (var count = 0; count < MaxDepth; count++)
        {
            if (Now.Is("(") && expression is not BasicExpression.Constant)
            {
                opened = isStatement && Now.IsSpaced ? At : 0;
                At++;
                var arguments = Arguments();
                TakeSymbol(")");
                expression = new BasicExpression.Call(expression, arguments);
            }
            else if ((Now.Is(".") || Now.Is("!")) && Ahead().Kind == BasicTokenKind.Name && (!Now.IsSpaced || !isStatement))
            {
                expression = new BasicExpression.Member(expression, MemberName());
                opened = 0;
            }
            else
            {
                break;
            }
        }
        if (isStatement) _openedAt = opened;
        return expression;
    }

    private string MemberName()
    {
        At++;
        return Now.Kind == BasicTokenKind.Name ? _tokens[At++].Text : "";
    }

    private BasicExpression Operand()
    {
        while (Now.Kind == BasicTokenKind.Name && Now.Text is "byval" or "byref" or "addressof" or "typeof") At++;
        var token = Now;
        if (token.EndsStatement) return new BasicExpression.Constant(null);
        At++;
        switch (token.Kind)
        {
            case BasicTokenKind.Text:
                return new BasicExpression.Constant(token.Text);
            case BasicTokenKind.Number:
                return new BasicExpression.Constant(token.Number);
            case BasicTokenKind.Name when token.Text == "new" && Now.Kind == BasicTokenKind.Name:
                return new BasicExpression.New(Type());
            case BasicTokenKind.Name:
                return new BasicExpression.Name(token.Text);
            case BasicTokenKind.Symbol when token.Text == "(":
                var inner = Expression();
                TakeSymbol(")");
                return inner;
            case BasicTokenKind.Symbol when token.Text == "#":
                // A date between signs, or the number of an open file.
                while (Now.Kind == BasicTokenKind.Number && Ahead().Is("/")) At += 2;
                return FileNumber();
            default:
                At--;
                return new BasicExpression.Constant(null);
        }
    }

    private BasicExpression FileNumber()
    {
        var number = Now.Kind == BasicTokenKind.Number ? new BasicExpression.Constant(_tokens[At++].Number) : new BasicExpression.Constant(null);
        TakeSymbol("#");
        return number;
    }

    /// <summary>A list of arguments up to ")" or the end of the statement; ";" parts those of Print.</summary>
    private BasicExpression?[] Arguments()
    {
        var arguments = new List<BasicExpression?>();
        while (!Now.EndsStatement && !Now.Is(")") && arguments.Count < MaxArguments)
        {
            if (Now.Is(",") || Now.Is(";"))
            {
                At++;
                arguments.Add(null);
                continue;
            }
            var before = At;
            if (Now.Kind == BasicTokenKind.Name && Ahead().Is(":="))
            {
                var name = Now.Text;
                At += 2;
                arguments.Add(new BasicExpression.Named(name, Expression()));
            }
            else
            {
                arguments.Add(Expression());
            }
            if (Now.Is(",") || Now.Is(";")) At++;
            else if (At == before) At++;
            else if (!Now.EndsStatement && !Now.Is(")") && Now.IsName("else")) break;
        }
        return [.. arguments];
    }
}
