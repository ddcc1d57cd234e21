using System.Text;
using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes the tree of a formula as tokens ([MS-XLS] 2.5.198, [MS-XLSB] 2.5.97).</summary>
internal sealed class TokenWriter(bool wide, List<string> names)
{
    public static byte[] Write(Expr formula, bool wide, List<string> names)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        new TokenWriter(wide, names).Put(to, formula);
        to.Flush();
        return bytes.ToArray();
    }

    private void Put(BinaryWriter to, Expr formula)
    {
        switch (formula)
        {
            case ConstantExpr { Value: var value }: Constant(to, value); break;
            case AreaExpr area: Reference(to, area); break;
            case NameExpr name:
                to.Write((byte)0x23);
                to.Write(names.FindIndex(n => n.Equals(name.Name, StringComparison.OrdinalIgnoreCase)) + 1);
                break;
            case UnaryExpr unary:
                Put(to, unary.Inner);
                to.Write((byte)(unary.Operator switch { '-' => 0x13, '%' => 0x14, _ => 0x15 }));
                break;
            case BinaryExpr binary:
                Put(to, binary.Left);
                Put(to, binary.Right);
                to.Write((byte)(3 + Array.IndexOf(Signs, binary.Operator)));
                break;
            case CallExpr call: Call(to, call); break;
            case InvokeExpr invoke:
                Put(to, invoke.Target);
                foreach (var argument in invoke.Arguments) Put(to, argument);
                to.Write((byte)0x42);
                to.Write((byte)(invoke.Arguments.Count + 1));
                to.Write((ushort)0xFF);
                break;
            default: throw new NotSupportedException(formula.ToString());
        }
    }

    private static readonly string[] Signs = ["+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>", " ", ",", ":"];

    private void Constant(BinaryWriter to, Value value)
    {
        switch (value)
        {
            case TextValue { Text: var text }:
                to.Write((byte)0x17);
                if (wide) to.Write((ushort)text.Length);
                else to.Write([(byte)text.Length, 1]);
                to.Write(Encoding.Unicode.GetBytes(text));
                break;
            case NumberValue { Number: var number } when number is >= 0 and < 65_536 && number == Math.Floor(number):
                to.Write((byte)0x1E);
                to.Write((ushort)number);
                break;
            case NumberValue { Number: var number }:
                to.Write((byte)0x1F);
                to.Write(number);
                break;
            case TruthValue { Truth: var truth }: to.Write([0x1D, truth ? (byte)1 : (byte)0]); break;
            default: to.Write((byte)0x16); break;
        }
    }

    private void Reference(BinaryWriter to, AreaExpr area)
    {
        to.Write((byte)((area.Area.IsCell ? 0x24 : 0x25) + (area.Named ? 0x16 : 0)));
        if (area.Named) to.Write((ushort)area.Area.Sheet);
        Row(area.Area.Row);
        if (!area.Area.IsCell) Row(area.Area.LastRow);
        to.Write((ushort)area.Area.Column);
        if (!area.Area.IsCell) to.Write((ushort)area.Area.LastColumn);

        void Row(int row)
        {
            if (wide) to.Write(row);
            else to.Write((ushort)row);
        }
    }

    private void Call(BinaryWriter to, CallExpr call)
    {
        foreach (var argument in call.Arguments) Put(to, argument);
        var number = Enumerable.Range(0, 600).FirstOrDefault(n => FunctionTable.Function(n) == call.Name, -1);
        if (number >= 0 && FunctionTable.FixedArguments(number) is not null)
        {
            to.Write((byte)0x41);
            to.Write((ushort)number);
            return;
        }
        if (number < 0) number = 0x8000 | Enumerable.Range(0, 600).First(n => FunctionTable.Command(n) == call.Name);
        to.Write((byte)0x42);
        to.Write((byte)call.Arguments.Count);
        to.Write((ushort)number);
    }
}
