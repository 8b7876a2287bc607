import type { Commodity, Goods } from "@talanoa/contract/generated/talanoa.ts";
import { commodityClasses, isCommodityClass } from "../../codes/commodity-classes.ts";
import { concealmentMethods, isConcealmentMethod } from "../../codes/concealment-methods.ts";
import { chapterOf } from "../../codes/hs-chapters.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import { nearestWord } from "../nearest-word.ts";
import type { Checking } from "./checking.ts";
import { checkList } from "./lists.ts";
import { isAmount } from "./amount.ts";
import { checkLine, checkText, isSaid } from "./text.ts";

export function checkGoods({ commodities }: Goods, { findings }: Checking): void {
  if (commodities.length === 0) findings.violation("goods-required", "goods");
  checkList(commodities, limits.goods, "goods", findings, checkCommodity);
}

function checkCommodity(item: Commodity, field: string, findings: Findings): void {
  if (!isSaid(item.name) && !item.commodityClass) findings.violation("goods-named", field);
  checkLine(item.name, `${field}.name`, limits.lineText, findings);
  checkLine(item.unit, `${field}.unit`, limits.shortText, findings);
  checkText(item.packaging, `${field}.packaging`, limits.paragraph, findings);
  checkText(item.note, `${field}.note`, limits.paragraph, findings);
  checkClass(item.commodityClass, `${field}.class`, findings);
  if (item.hsHeading) checkHeading(item.hsHeading, `${field}.hs_heading`, findings);

  if (item.quantity !== null && !isAmount(item.quantity)) {
    findings.violation("quantity-range", `${field}.quantity`);
  }
  if ((item.quantity !== null) !== isSaid(item.unit)) {
    findings.violation("quantity-unit", `${field}.${item.quantity === null ? "quantity" : "unit"}`);
  }
  if (item.value) {
    if (!isAmount(item.value.amount)) findings.violation("value-range", `${field}.value.amount`);
    if (!/^[A-Z]{3}$/.test(item.value.currency)) {
      findings.violation("currency-form", `${field}.value.currency`);
    }
  }
  if (item.concealment) {
    const { method, description } = item.concealment;
    const place = `${field}.concealment`;
    checkText(description, `${place}.description`, limits.paragraph, findings);
    if (method && !isConcealmentMethod(method)) {
      const nearest = nearestWord(method, Object.keys(concealmentMethods));
      findings.violation("concealment-known", `${place}.method`, meant(nearest));
    }
  }
}

function checkClass(code: string, field: string, findings: Findings): void {
  if (!code) findings.warning("class-missing", field);
  else if (!isCommodityClass(code)) {
    const nearest = nearestWord(code, Object.keys(commodityClasses));
    findings.violation("class-known", field, meant(nearest));
  }
}

function checkHeading(heading: string, field: string, findings: Findings): void {
  if (!/^(\d{2}){1,3}$/.test(heading)) findings.violation("hs-heading-form", field);
  else if (!chapterOf(heading)) findings.violation("hs-heading-chapter", field);
}

function meant(nearest: string | undefined): string | undefined {
  return nearest && `Did you mean ${nearest}?`;
}
