import { z } from "zod";

/** The ranges that numbers of a job document lie in. */
export const positive = z.number().positive();
/** Between 0 and 1, neither of them. */
export const share = z.number().gt(0).lt(1);
export const whole = z.int().min(1);
/** From 0, below 1. */
export const rate = z.number().min(0).lt(1);
export const notNegative = z.number().min(0);
